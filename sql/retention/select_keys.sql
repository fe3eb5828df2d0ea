-- The keys of the rows of a feed that name some records, in any version. In: $ids; {table}, {key}, {column}. Grain: key.
select distinct {key}
from {table}
where {column} in (select unnest($ids))
order by {key};
