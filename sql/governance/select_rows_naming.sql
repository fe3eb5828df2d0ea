-- The same for the rows that name the given person records.
-- In: $as_of, $run, $ids; {feed}, its {columns} and {key}. Grain: one row a key.
select {columns}
from known_{feed}_naming($as_of, $run, $ids)
order by {key};
