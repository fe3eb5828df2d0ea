-- In: what a purge took out of a list. Adds it beside what is there.
insert into purged_lists (
    purge, number, purged_on, sha256_before, sha256_after, entries, rows_behind
)
values ($purge, $number, $purged_on, $sha256_before, $sha256_after, $entries, $rows_behind)
on conflict (purge, number) do update
set
    sha256_after = excluded.sha256_after, entries = entries + excluded.entries,
    rows_behind = rows_behind + excluded.rows_behind;
