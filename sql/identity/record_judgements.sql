-- In: the registered frame `judged` (record_a, record_b, verdict, rests_on, weight, rationale, known_since_a,
-- known_since_b), one judgement a row; $judged_at, $actor, $origin, $run_id. Adds them in order of record_a and record_b; nothing there is ever changed.
insert into identity_judgements by name
select
    (select coalesce(max(judgement_id), 0) from identity_judgements)
    + row_number() over (order by record_a, record_b) as judgement_id,
    $judged_at as judged_at,
    $actor as actor,
    $origin as origin,
    record_a,
    record_b,
    verdict,
    rests_on,
    weight,
    rationale,
    $run_id as run_id,
    known_since_a,
    known_since_b
from judged;
