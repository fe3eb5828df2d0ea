-- Every issued list with its text and the hash of it. Grain: number.
select number, list_id, document, sha256
from issued_lists
order by number;
