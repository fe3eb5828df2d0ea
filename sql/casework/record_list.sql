-- In: one issued list. Adds it to the register.
insert into issued_lists (number, list_id, as_of, issued_at, issued_by, edition, expires_on, document, sha256)
values ($number, $list_id, $as_of, $issued_at, $issued_by, $edition, $expires_on, $document, $sha256);
