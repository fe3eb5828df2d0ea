-- Everything that was ever judged. Grain: judgement_id.
select
    judgement_id, judged_at, actor, origin, record_a, record_b, verdict, rests_on, weight, rationale, run_id,
    known_since_a, known_since_b
from identity_judgements
order by judgement_id;
