-- In: the registered frame `places` (person_id, place); $number of the list.
insert into issued_entries (number, person_id, place)
select $number::integer, person_id, place
from places;
