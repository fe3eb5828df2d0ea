-- In: $edition, which no list has used. Its weights make way for a corrected import.
delete from harm_weights
where edition = $edition;
