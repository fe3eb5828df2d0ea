-- How many rows of a feed that name some records a list could see. In: $ids; $as_of and $run, the list's; {feed}.
-- Grain: one row.
select count(*) as rows
from {feed}
where
    person_record_id in (select unnest($ids))
    and recorded_at < $as_of
    and load_run <= $run;
