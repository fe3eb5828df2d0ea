-- Leaves of a judgement its number and the record that stays, with its age, and silences it. In: $judgement_id,
-- $record_a, $record_b, $rationale. The record that stays may change sides.
update identity_judgements
set
    record_a = $record_a,
    record_b = $record_b,
    known_since_a = case $record_a when record_a then known_since_a when record_b then known_since_b end,
    known_since_b = case $record_b when record_b then known_since_b when record_a then known_since_a end,
    verdict = 'withdrawn',
    weight = null,
    rationale = $rationale
where judgement_id = $judgement_id;
