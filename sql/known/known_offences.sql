-- The door for the one feed without a clock of its own: what was loaded last, by the run, stands.
-- In: run, the last load run that may be seen. Out: one row an offence code. Grain: offence_code.
create or replace macro known_offences(run) as table
select *
from offences
where load_run <= run and contested_run is null
qualify row_number() over (partition by offence_code order by load_run desc) = 1;
