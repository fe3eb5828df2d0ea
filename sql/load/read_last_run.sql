-- Out: the last finished load run and its lineage; no row in an empty store.
select run, lineage
from load_runs
order by run desc
limit 1;
