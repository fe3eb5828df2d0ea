-- In: $path, $purge. Puts on record that a purge went through a backup.
update backup_files
set last_purge = $purge
where path = $path;
