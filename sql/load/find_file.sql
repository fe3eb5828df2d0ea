-- In: $feed, $sha256. Out: the file_id of that content, where it came before.
select file_id
from feed_files
where feed = $feed and sha256 = $sha256;
