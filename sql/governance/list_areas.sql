-- Every policing area that an incident was recorded in. Grain: area.
select distinct area
from incidents
where area is not null
order by area;
