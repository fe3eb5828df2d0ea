-- The run that stands for a lineage: the one named, where it is still the same; else the last with that lineage.
-- In: $run, $lineage. Out: a run, or none.
select run
from load_runs
where lineage = $lineage
order by run = $run desc, run desc
limit 1;
