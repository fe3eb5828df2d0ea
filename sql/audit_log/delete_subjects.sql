-- In: $subjects. Forgets who the numbers were.
delete from audit_subjects
where list_contains($subjects, subject);
