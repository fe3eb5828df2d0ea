-- In: a purge that is done, with its outcome. In a backup, which does not know of it yet, adds it.
insert into purges (purge, begun_at, begun_by, finished_at, last_review, outcome)
values ($purge, $begun_at, $begun_by, $finished_at, $last_review, $outcome)
on conflict (purge) do update
set finished_at = excluded.finished_at, last_review = excluded.last_review, outcome = excluded.outcome;
