-- In: one evaluation. Adds it to the register; nothing there is ever changed.
insert into evaluations
select
    coalesce(max(number), 0) + 1,
    'E' || lpad((coalesce(max(number), 0) + 1)::varchar, 4, '0'),
    $spec, $spec_sha256, $edition_sha256, $first_date, $last_date, $evaluated_at, $evaluated_by, $document, $sha256
from evaluations
returning evaluation_id;
