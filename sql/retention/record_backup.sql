-- In: $made_at, $path. Puts a backup that is about to be made on record; one in the same place is replaced by it.
insert into backup_files
select coalesce(max(backup), 0) + 1, $made_at, $path, null
from backup_files;
