-- A year after the time that should not be before it. In: {feed}; {key}; {first}; {second}.
select count(*), min(concat_ws(' / ', {key}))
from {feed}
where {first} > year({second});
