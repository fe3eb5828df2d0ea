-- In: $version, $name, $sha256 of the migration that has just run in this transaction.
insert into applied_migrations (version, name, sha256)
values ($version, $name, $sha256);
