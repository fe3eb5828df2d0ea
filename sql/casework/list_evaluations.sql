-- Out: every evaluation without its document, oldest first. Grain: evaluation_id.
select evaluation_id, spec, spec_sha256, edition_sha256, first_date, last_date, evaluated_at, evaluated_by
from evaluations
order by number;
