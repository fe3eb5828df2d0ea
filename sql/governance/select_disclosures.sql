-- By the audit log, to whom data of some people went. In: $words, ids with a unit separator between any two; $moment,
-- lines before it alone. A file counts whoever got it; what was shown, and what held everyone, where a recipient is on
-- record. Out: recipient null where none is on record; the first and last day. Grain: command and recipient.
with his as (
    select list(subject) as subjects
    from audit_subjects
    where person_id in (select unnest(string_split($words, chr(31))))
)

select
    audit_lines.command,
    coalesce(audit_texts.recipient, exports.recipient) as recipient,
    min(audit_lines.happened_at)::date as first_on,
    max(audit_lines.happened_at)::date as last_on
from audit_lines
left join audit_texts on audit_lines.line = audit_texts.line
left join exports on audit_lines.line = exports.line
cross join his
where
    audit_lines.happened_at < $moment
    and (
        (
            coalesce(list_has_any(audit_lines.subjects, his.subjects), false)
            and (
                (audit_lines.kind = 'disclosure' and audit_lines.stage = 'published')
                or (
                    audit_lines.kind = 'consultation'
                    and audit_lines.stage = 'done'
                    and audit_texts.recipient is not null
                )
            )
        )
        or (
            audit_lines.everyone
            and audit_lines.kind = 'disclosure'
            and audit_lines.stage in ('published', 'done')
            and coalesce(audit_texts.recipient, exports.recipient) is not null
        )
    )
group by all
order by first_on, audit_lines.command, recipient nulls last;
