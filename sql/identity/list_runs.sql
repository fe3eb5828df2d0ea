-- Out: every linking run, oldest first. Grain: run_id.
select
    run_id, linked_at, linked_by, as_of, load_run, lineage, kind, trained_in, parameters, sha256, summary,
    upper_threshold, lower_threshold
from identity_runs
order by run_id;
