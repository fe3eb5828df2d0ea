-- The highest number ever given to anybody, also to somebody since forgotten. Grain: one row.
select coalesce(max(subject), 0) as subject
from (
    select subject
    from audit_subjects
    union all
    select unnest(subjects || erased_subjects) as subject
    from audit_lines
) as given;
