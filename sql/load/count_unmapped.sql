-- Offence codes of the staged incidents that have no weight. In: staged incidents; offences.
-- Out: one row a code, most incidents first.
select offence_code, count(distinct incident_id) as incidents
from staged
where offence_code not in (
    select offence_code
    from offences
    where contested_run is null
)
group by offence_code
order by incidents desc, offence_code;
