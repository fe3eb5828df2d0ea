-- Who the numbers of the log are, as far as that is kept. Grain: subject.
select subject, person_id, sort, salt
from audit_subjects
order by subject;
