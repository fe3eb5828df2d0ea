-- In: one line with its hash. Adds it to the log; nothing there is ever changed.
insert into audit_lines (
    line, happened_at, kind, stage, command, actor, account, role, run_id, everyone, subjects, named, introduced,
    erased_lines, erased_subjects, completes, text_sha256, hash
)
values (
    $line, $happened_at, $kind, $stage, $command, $actor, $account, $role, $run_id, $everyone, $subjects, $named,
    $introduced, $erased_lines, $erased_subjects, $completes, $text_sha256, $hash
);
