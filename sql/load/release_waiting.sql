-- In: waiting, now only rows whose parents are there; {feed}; $run. They load in this run.
update {feed}
set load_run = $run
where rowid in (
    select position
    from waiting
);
