-- Those of some keys that a table still holds. In: $ids; {table}, {key}. Grain: key.
select distinct {key}
from {table}
where {key} in (select unnest($ids))
order by {key};
