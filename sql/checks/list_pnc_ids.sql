-- The PNC id that each record's newest version gives. In: {feed}; {key}; {first}. Out: key, pnc_id.
select concat_ws(' / ', {key}) as key, arg_max({first}, recorded_at) as pnc_id
from {feed}
where contested_run is null and {first} is not null
group by {key};
