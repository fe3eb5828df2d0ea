-- Words whose line is gone: what a cut tail leaves behind. Grain: line.
select line
from audit_texts
where line not in (select line from audit_lines)
order by line;
