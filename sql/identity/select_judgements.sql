-- What was judged by a day: a human's judgement is known from the moment it was made, a machine's from the day of
-- knowledge that it rests on. In: $as_of, the moment of knowledge; $last, the last judgement that may be seen, or null.
-- Grain: judgement_id.
select judgement_id, judged_at, actor, origin, record_a, record_b, verdict, rests_on, weight, rationale, run_id
from identity_judgements
where
    ($last is null or judgement_id <= $last)
    and (
        (origin = 'human' and judged_at < $as_of)
        or (origin = 'machine' and rests_on <= $as_of)
    )
order by judgement_id;
