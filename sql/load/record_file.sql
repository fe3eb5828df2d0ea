-- In: $feed, $name, $sha256, $row_count, $run. Out: the file_id given to this content.
insert into feed_files (file_id, feed, name, sha256, row_count, first_run)
select coalesce(max(file_id), 0) + 1, $feed, $name, $sha256, $row_count, $run
from feed_files
returning file_id;
