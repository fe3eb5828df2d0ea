-- The numbers of people. In: $words, a unit separator between any two. Grain: subject.
select subject, person_id
from audit_subjects
where person_id in (select unnest(string_split($words, chr(31))))
order by subject;
