-- Out: every issued list without its document. Grain: one row a list, oldest first.
select number, list_id, as_of, issued_at, issued_by, edition, expires_on
from issued_lists
order by number;
