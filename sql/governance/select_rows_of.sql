-- What the feed says of the given ids of its first key column, for whoever asks what is held on them.
-- In: $as_of, $run, $ids; {feed}, its {columns} and {key}. Grain: one row a key.
select {columns}
from known_{feed}_of($as_of, $run, $ids)
order by {key};
