-- In: $run, $loaded_at, $actor, $lineage, $code_version of the refresh that is about to be published.
insert into load_runs (run, loaded_at, actor, lineage, code_version)
values ($run, $loaded_at, $actor, $lineage, $code_version);
