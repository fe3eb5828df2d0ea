-- Lands what is new, with where it came from. An orphan has no load_run: it is held, and nobody can know it.
-- In: new_rows; orphans; {feed}; {columns}; $file_id; $run.
insert into {feed} by name
select
    {columns},
    $file_id::integer as file_id,
    line,
    $run::integer as landed_run,
    case when line not in (from orphans) then $run::integer end as load_run,
    case when is_contested then $run::integer end as contested_run
from new_rows
order by line;
