-- What purges took out of a list. In: $list_id. Grain: purge.
select purged_lists.purge, purged_on, sha256_before, sha256_after, entries, rows_behind
from purged_lists
inner join issued_lists on purged_lists.number = issued_lists.number
where issued_lists.list_id = $list_id
order by purged_lists.purge;
