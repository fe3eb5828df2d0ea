-- What became of the file's rows whose identity is repeated.
-- In: contents; orphans; $run. Out: one row: inserted, unchanged, held, rejected, contested.
select
    coalesce(sum(times) filter (where is_contested), 0)::bigint as rejected,
    coalesce(sum(times) filter (where not is_contested and is_stored and load_run is null), 0)::bigint
    + count(*) filter (where not is_contested and not is_stored and line in (from orphans)) as held,
    coalesce(sum(times) filter (where not is_contested and is_stored and load_run < $run), 0)::bigint
    + coalesce(sum(times - 1) filter (where not is_contested and not is_stored), 0)::bigint
    + coalesce(sum(times - 1) filter (where not is_contested and load_run = $run), 0)::bigint as unchanged,
    count(*) filter (
        where not is_contested and ((not is_stored and line not in (from orphans)) or load_run = $run)
    ) as inserted
from contents
where times > 0;
