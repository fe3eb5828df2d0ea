-- Out: what every linking run looked at, oldest first. Grain: run_id.
select run_id, as_of, load_run, lineage
from identity_runs
order by run_id;
