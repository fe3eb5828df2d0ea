-- How long rows take to be recorded. In: {feed}; {event_time}. Out: median and 95th percentile, whole days.
select
    quantile_disc(date_diff('day', {event_time}, recorded_at), 0.5),
    quantile_disc(date_diff('day', {event_time}, recorded_at), 0.95)
from {feed};
