-- In: {feed}; $now. Out: the newest recorded_at that has come; a time to come says nothing of a feed.
select max(recorded_at)
from {feed}
where recorded_at <= $now;
