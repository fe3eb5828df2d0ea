-- In: $sha256, $position; {table}. Puts the hash of a text that was changed beside it.
update {table}
set sha256 = $sha256
where rowid = $position;
