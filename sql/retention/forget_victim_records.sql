-- Takes the record of somebody who goes from the rows in which he was harmed: the surrogate key stays. In: $ids.
update victims
set person_record_id = null
where person_record_id in (select unnest($ids));
