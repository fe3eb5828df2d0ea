-- In: what is left of somebody. Adds it.
insert into tombstones
select
    coalesce(max(tombstone), 0) + 1, $purge, $removed_on, $reviewed_on, $retention_group, $because, $records,
    $rows_removed
from tombstones;
