-- Every backup that was made, oldest first. Grain: backup.
select backup, made_at, path, last_purge
from backup_files
order by backup;
