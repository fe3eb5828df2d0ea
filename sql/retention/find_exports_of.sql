-- The files that were written with somebody in them: by the line of the log that says who is in them, or by their list;
-- also those that go through everybody, which names_him tells from the rest.
-- In: $subjects, numbers in the log; $lists. Grain: export.
select
    exports.export, exports.exported_at, exports.exported_by, exports.what, exports.list_id, exports.file_format,
    exports.path, exports.recipient, exports.expires_on, exports.line, exports.destroyed_on, exports.destroyed_by,
    coalesce(list_has_any(audit_lines.subjects, $subjects), false)
    or coalesce(list_contains($lists, exports.list_id), false) as names_him
from exports
left join audit_lines on exports.line = audit_lines.line
where
    exports.destroyed_on is null
    and (
        coalesce(list_has_any(audit_lines.subjects, $subjects), false)
        or coalesce(list_contains($lists, exports.list_id), false)
        or coalesce(audit_lines.everyone, false)
    )
order by exports.export;
