-- Times that have not come yet. In: {feed}; {key}; {first}; $now.
select count(*), min(concat_ws(' / ', {key}))
from {feed}
where {first} > $now;
