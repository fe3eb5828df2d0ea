-- In: the words of one line. Keeps them beside it.
insert into audit_texts (line, arguments, reason, recipient, salt)
values ($line, $arguments, $reason, $recipient, $salt);
