-- The newest line's number and hash. Grain: one row, none in an empty log.
select line, hash
from audit_lines
order by line desc
limit 1;
