-- In: $run. Out: the weights that stand by that run. Grain: offence_code.
select *
from known_offences($run)
order by offence_code;
