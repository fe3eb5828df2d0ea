-- In: the registered frame `proposed` (record_a, record_b, probability, weight, guard, evidence); $run_id.
insert into identity_proposals by name
select $run_id::integer as run_id, record_a, record_b, probability, weight, guard, evidence
from proposed;
