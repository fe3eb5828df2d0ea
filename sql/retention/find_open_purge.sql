-- The purge that was begun and not finished. Grain: one row, none where there is none.
select purge
from purges
where finished_at is null
order by purge
limit 1;
