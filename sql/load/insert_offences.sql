-- In: the registered frame `accepted`; {columns}; $file_id; $run. Lands weights that are new or changed.
insert into offences by name
select
    {columns},
    $file_id::integer as file_id,
    line,
    $run::integer as landed_run,
    $run::integer as load_run
from accepted;
