-- What is left of everybody who was removed. Grain: tombstone.
select tombstone, purge, removed_on, reviewed_on, retention_group, because, records, rows_removed
from tombstones
order by tombstone;
