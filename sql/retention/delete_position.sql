-- In: $positions; {table}. Deletes rows by where they stand.
delete from {table}
where rowid in (select unnest($positions));
