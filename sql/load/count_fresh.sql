-- The file's rows whose identity is new to everybody. Out: one row: inserted, held.
-- In: staged; repeated_keys; orphans; {identity}.
select
    count(*) filter (where line not in (from orphans)) as inserted,
    count(*) filter (where line in (from orphans)) as held
from staged
anti join repeated_keys using ({identity});
