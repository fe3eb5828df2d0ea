-- Deletes the proposals on some records. In: $ids. Grain: run_id, record_a, record_b.
delete from identity_proposals
where record_a in (select unnest($ids)) or record_b in (select unnest($ids));
