-- In: an adopted edition of harm weights.
insert into harm_editions (edition, file_name, sha256, adopted_at, adopted_by)
values ($edition, $file_name, $sha256, $adopted_at, $adopted_by);
