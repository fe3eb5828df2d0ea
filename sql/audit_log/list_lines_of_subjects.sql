-- The lines whose words are still kept and that are about any of some people. In: $subjects. Grain: line.
select audit_lines.line
from audit_lines
inner join audit_texts on audit_lines.line = audit_texts.line
where list_has_any(subjects, $subjects)
order by audit_lines.line;
