-- Out: how many distinct incidents the file speaks of.
select count(distinct incident_id)
from staged;
