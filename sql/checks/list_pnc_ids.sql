-- Every PNC id held. In: {feed}; {key}; {first}. Out: key, pnc_id.
select distinct concat_ws(' / ', {key}) as key, {first} as pnc_id
from {feed}
where {first} is not null;
