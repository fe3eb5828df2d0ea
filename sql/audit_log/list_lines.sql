-- The log with what is still kept of its words, oldest first. In, each null for all: $subjects (a line of everyone is
-- about any of them), $actor (also the account), $kind, $since, $until (first moment not shown). Grain: line.
select
    audit_lines.line, happened_at, kind, stage, command, actor, account, role, run_id, everyone, subjects, named,
    introduced, erased_lines, erased_subjects, completes, text_sha256, hash, arguments, reason, recipient, salt
from audit_lines
left join audit_texts on audit_lines.line = audit_texts.line
where
    (
        $subjects is null or everyone or list_has_any(subjects, $subjects::integer [])
        or list_has_any(erased_subjects, $subjects::integer [])
    )
    and ($actor is null or actor = $actor or account = $actor)
    and ($kind is null or kind = $kind)
    and ($since is null or happened_at >= $since)
    and ($until is null or happened_at < $until)
order by audit_lines.line;
