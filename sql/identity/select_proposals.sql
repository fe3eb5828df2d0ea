-- The newest proposal on each pair. In: $as_of, the day; only runs that rest on days up to it. Grain: record_a × record_b.
select p.run_id, p.record_a, p.record_b, p.probability, p.weight, p.guard, p.evidence
from identity_proposals as p
inner join identity_runs as r on p.run_id = r.run_id
where r.as_of <= $as_of
qualify row_number() over (partition by p.record_a, p.record_b order by p.run_id desc) = 1
order by p.record_a, p.record_b;
