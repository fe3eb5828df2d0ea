-- In: new_rows; {column}, which points at {parent_key} of {parent}. Out: more lines in orphans.
-- The parents are the large side: they are walked once, past the few that the file points at.
insert into orphans
with pointed_at as (
    select distinct {column} as parent_key
    from new_rows
    where {column} is not null
),
present as (
    select {parent}.{parent_key} as parent_key
    from {parent}
    semi join pointed_at on {parent}.{parent_key} = pointed_at.parent_key
)
select new_rows.line
from new_rows
where new_rows.{column} is not null and new_rows.{column} not in (from present);
