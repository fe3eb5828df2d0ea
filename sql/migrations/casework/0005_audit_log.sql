-- Who saw and did what: a chain of lines that is only added to, and beside it what may be erased from it.

-- One row a line. hash is the SHA-256 of the line before's hash and this line as canonical JSON; subjects and named are
-- numbers of audit_subjects, introduced gives the digest of each number that is new. Nothing here says who a number is.
create table audit_lines (
    line integer primary key,
    happened_at timestamp not null,
    kind varchar not null,
    stage varchar not null,
    command varchar not null,
    actor varchar not null,
    account varchar not null,
    role varchar not null,
    run_id varchar,
    everyone boolean not null,
    subjects integer[] not null,
    named integer[] not null,
    introduced varchar not null,
    erased_lines integer[] not null,
    erased_subjects integer[] not null,
    completes integer,
    text_sha256 varchar not null,
    hash varchar not null
);

-- One row a number in the log: whose it is, until he is forgotten. sort is person or victim (by surrogate key).
create table audit_subjects (
    subject integer primary key,
    person_id varchar not null unique,
    sort varchar not null,
    salt varchar not null
);

-- One row a line whose words are still kept: arguments as canonical JSON, the reason given, who received it.
create table audit_texts (
    line integer primary key,
    arguments varchar not null,
    reason varchar,
    recipient varchar,
    salt varchar not null
);
