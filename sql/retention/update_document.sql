-- In: $number, $document, $sha256. Puts the text of a list without somebody in the place of the one with him.
update issued_lists
set document = $document, sha256 = $sha256
where number = $number;
