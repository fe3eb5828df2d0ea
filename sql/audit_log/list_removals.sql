-- When somebody was removed by a purge that was finished. Grain: purge × day.
select distinct tombstones.purge, tombstones.removed_on
from tombstones
inner join purges on tombstones.purge = purges.purge
where purges.finished_at is not null
order by tombstones.purge, tombstones.removed_on;
