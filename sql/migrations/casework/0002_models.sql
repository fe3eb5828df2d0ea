-- What models proved and what was decided about them: only added to.

-- One row an evaluation: forward in time, rankers side by side. document is the canonical JSON; sha256 is of its bytes.
create table evaluations (
    number integer primary key,
    evaluation_id varchar not null unique,
    spec varchar not null,
    spec_sha256 varchar not null,
    edition_sha256 varchar not null,
    first_date date not null,
    last_date date not null,
    evaluated_at timestamp not null,
    evaluated_by varchar not null,
    document varchar not null,
    sha256 varchar not null
);

-- One row a thing done about a model: trained, promoted, refused, demoted. evaluation_id is what it rests on.
create table model_events (
    event_id integer primary key,
    happened_at timestamp not null,
    actor varchar not null,
    kind varchar not null,
    model_id varchar not null,
    spec varchar not null,
    evaluation_id varchar,
    manifest_sha256 varchar,
    detail varchar not null,
    reason varchar
);
