-- What a judgement and a linking run rest on joins their rows; null in rows of before.

-- When each record was first known, from the earliest version that counts: a person bears the id of the oldest.
alter table identity_judgements add column known_since_a timestamp;
alter table identity_judgements add column known_since_b timestamp;
-- The probabilities from which the run judged and from which it asked.
alter table identity_runs add column upper_threshold double;
alter table identity_runs add column lower_threshold double;
