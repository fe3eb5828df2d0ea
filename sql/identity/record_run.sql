-- In: one linking run. Adds it to the register and gives back its number; trained_in null means in this one.
insert into identity_runs
select
    coalesce(max(run_id), 0) + 1, $linked_at, $linked_by, $as_of, $load_run, $lineage, $kind,
    coalesce($trained_in, coalesce(max(run_id), 0) + 1), $parameters, $sha256, $summary,
    $upper_threshold, $lower_threshold
from identity_runs
returning run_id;
