-- The texts of evaluations and linking runs, each beside the hash of it. Grain: document.
select 'evaluations' as table_name, 'document' as column_name, rowid as position, document as content
from evaluations
union all
select 'identity_runs' as table_name, 'parameters' as column_name, rowid as position, parameters as content
from identity_runs
order by table_name, position;
