-- The lines of the log whose words are still kept. Grain: line.
select line, concat_ws(' ', arguments, reason, recipient) as content
from audit_texts
order by line;
