-- In: $list_id. Out: the list's canonical JSON and its SHA-256.
select document, sha256
from issued_lists
where list_id = $list_id;
