-- Every file that left, oldest first. Grain: export.
select
    export, exported_at, exported_by, what, list_id, file_format, path, recipient, expires_on, line, destroyed_on,
    destroyed_by
from exports
order by export;
