-- {meaning}
-- Grain: {grain}
create table {feed} (
{columns},
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);
