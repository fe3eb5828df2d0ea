-- In: {feed}. Out: the newest recorded_at.
select max(recorded_at)
from {feed};
