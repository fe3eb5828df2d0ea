-- Rows waiting for an incident or a person. In: {feed}; {key}. Out: how many, and the smallest key.
select count(*), min(concat_ws(' / ', {key}))
from {feed}
where load_run is null;
