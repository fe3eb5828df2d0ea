-- Every purge, oldest first. Grain: purge.
select purge, begun_at, begun_by, finished_at, outcome
from purges
order by purge;
