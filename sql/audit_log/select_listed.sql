-- Who was ever on a list or in casework. Grain: person_id.
select person_id
from issued_entries
union
select person_id
from casework_events
where person_id is not null
order by person_id;
