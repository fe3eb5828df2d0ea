-- The last weight taken of each edition and code, whether or not it stands now. Grain: edition, offence_code.
select *
from offences
where contested_run is null
qualify row_number() over (partition by edition, offence_code order by load_run desc) = 1
order by edition, offence_code;
