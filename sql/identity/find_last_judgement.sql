-- Out: the number of the last judgement, 0 where nothing was judged. Grain: one row.
select coalesce(max(judgement_id), 0) as judgement_id
from identity_judgements;
