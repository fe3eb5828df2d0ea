-- In: $content, $position; {table}, {column}. Puts another text in the place of one.
update {table}
set {column} = $content
where rowid = $position;
