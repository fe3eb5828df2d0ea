-- The numbers that other records bear too. In: $records, those of the people who go. Grain: pnc_id.
select distinct pnc_id
from persons
where
    pnc_id is not null
    and person_record_id not in (select unnest($records))
    and pnc_id in (select pnc_id from persons where person_record_id in (select unnest($records)))
order by pnc_id;
