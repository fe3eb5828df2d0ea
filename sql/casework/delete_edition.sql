-- In: $edition, which no list has used.
delete from harm_editions
where edition = $edition;
