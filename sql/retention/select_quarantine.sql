-- Every refused row as it was received, with what was said of it. Grain: row.
select rowid as position, row_as_received, detail
from quarantine
order by position;
