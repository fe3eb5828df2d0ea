-- How many versions of a feed name some records. In: $ids; {feed}. Grain: one row.
select count(*) as rows
from {feed}
where person_record_id in (select unnest($ids));
