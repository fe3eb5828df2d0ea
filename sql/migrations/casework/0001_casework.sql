-- What people decided and what was issued: never rebuilt from feeds, only added to.

-- One row an issued list. document is the canonical JSON; sha256 is of its UTF-8 bytes.
create table issued_lists (
    number integer primary key,
    list_id varchar not null unique,
    as_of date not null,
    issued_at timestamp not null,
    issued_by varchar not null,
    edition varchar not null,
    expires_on date not null,
    document varchar not null,
    sha256 varchar not null
);

-- One row a person on an issued list.
create table issued_entries (
    number integer not null,
    person_id varchar not null,
    place integer not null,
    primary key (number, person_id)
);

-- One row a thing somebody did: append-only.
create table casework_events (
    event_id integer primary key,
    happened_at timestamp not null,
    actor varchar not null,
    kind varchar not null,
    list_id varchar,
    person_id varchar,
    decision varchar,
    rationale varchar,
    until_date date,
    reason varchar
);

-- One row an adopted edition of harm weights, with the file it came from.
create table harm_editions (
    edition varchar primary key,
    file_name varchar not null,
    sha256 varchar not null,
    adopted_at timestamp not null,
    adopted_by varchar not null
);

-- The weights of the adopted editions. Grain: edition × offence_code.
create table harm_weights (
    edition varchar not null,
    offence_code varchar not null,
    title varchar,
    theme varchar,
    harm_days double not null,
    in_scope boolean not null,
    basis varchar,
    status varchar,
    primary key (edition, offence_code)
);
