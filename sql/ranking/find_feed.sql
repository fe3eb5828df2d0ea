-- Whether a feed had arrived by $run. In: $feed, $run. Out: a row, or none.
select feed
from feed_files
where feed = $feed and first_run <= $run
limit 1;
