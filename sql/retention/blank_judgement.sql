-- Leaves of a judgement its number and the record that stays, and silences it. In: $judgement_id, $record_a, $record_b,
-- $rationale.
update identity_judgements
set record_a = $record_a, record_b = $record_b, verdict = 'withdrawn', weight = null, rationale = $rationale
where judgement_id = $judgement_id;
