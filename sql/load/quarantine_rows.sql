-- In: the registered frame `rejects` (line, rule, column, detail, row); $run; $feed; $file_id.
-- A file that comes again brings the same refusals; they are kept once.
insert into quarantine
select $run::integer, $feed, $file_id::integer, line, rule, "column", detail, "row"
from rejects
where not exists (
    select 1
    from quarantine
    where
        quarantine.file_id = $file_id
        and quarantine.line = rejects.line
        and quarantine.rule = rejects.rule
);
