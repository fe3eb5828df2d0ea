-- Rows that contradict another of the same key and time. In: {feed}; {key}. Out: how many, and the smallest key.
select count(*), min(concat_ws(' / ', {key}))
from {feed}
where contested_run is not null;
