-- What was loaded when, from which files, and what was refused.

-- One row a finished refresh. lineage chains the hashes of all files loaded so far, in order, so that a store
-- rebuilt from the same folders in the same order is recognised as the same knowledge.
create table load_runs (
    run integer primary key,
    loaded_at timestamp not null,
    actor varchar not null,
    lineage varchar not null,
    code_version varchar not null
);

-- One row a distinct file content; file_id is what every loaded row points back to.
create table feed_files (
    file_id integer primary key,
    feed varchar not null,
    name varchar not null,
    sha256 varchar not null,
    row_count bigint not null,
    first_run integer not null
);

-- One row a refused feed row and broken rule, as received.
create table quarantine (
    run integer not null,
    feed varchar not null,
    file_id integer not null,
    line bigint not null,
    rule varchar not null,
    column_name varchar,
    detail varchar not null,
    row_as_received varchar not null
);

-- The checksum of the text that the known_… macros were made from.
create table door (
    only_row integer primary key check (only_row = 1),
    sha256 varchar not null
);
