-- In: $sha256 of the text the known_… macros were made from.
insert or replace into door (only_row, sha256)
values (1, $sha256);
