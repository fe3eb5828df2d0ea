-- In: a file that leaves. Puts it into the register and gives back its number.
insert into exports
select
    coalesce(max(export), 0) + 1, $exported_at, $exported_by, $what, $list_id, $file_format, $path, $recipient,
    $expires_on, $line, null, null
from exports
returning export;
