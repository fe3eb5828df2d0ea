-- The judgements on some records. In: $ids. Grain: judgement_id.
select judgement_id, record_a, record_b
from identity_judgements
where record_a in (select unnest($ids)) or record_b in (select unnest($ids))
order by judgement_id;
