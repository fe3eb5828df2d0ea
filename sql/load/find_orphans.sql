-- In: new_rows; {column}, which points at {parent_key} of {parent}. Out: more lines in orphans.
insert into orphans
select new_rows.line
from new_rows
where
    new_rows.{column} is not null
    and not exists (
        select 1
        from {parent}
        where {parent}.{parent_key} = new_rows.{column}
    );
