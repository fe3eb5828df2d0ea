-- In: $evaluation_id. Out: its document and the hash of it, or nothing.
select document, sha256
from evaluations
where evaluation_id = $evaluation_id;
