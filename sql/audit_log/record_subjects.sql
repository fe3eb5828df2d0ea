-- In: lists of the same length: numbers, ids, sorts and salts. Says who the numbers are.
insert into audit_subjects (subject, person_id, sort, salt)
select unnest($subjects), unnest($person_ids), unnest($sorts), unnest($salts);
