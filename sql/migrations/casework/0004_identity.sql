-- Who is who: what linking runs proposed and what was judged, only added to.

-- One row a linking run. parameters is the trained model as canonical JSON; summary says what was compared and found.
create table identity_runs (
    run_id integer primary key,
    linked_at timestamp not null,
    linked_by varchar not null,
    as_of date not null,
    load_run integer not null,
    lineage varchar not null,
    kind varchar not null,
    trained_in integer not null,
    parameters varchar not null,
    sha256 varchar not null,
    summary varchar not null
);

-- One row a judgement on a pair of records, record_a the smaller id. origin is human or machine; verdict is same,
-- different, unsure or withdrawn. A machine's rests on what was known on the day rests_on; a human's has none.
create table identity_judgements (
    judgement_id integer primary key,
    judged_at timestamp not null,
    actor varchar not null,
    origin varchar not null,
    record_a varchar not null,
    record_b varchar not null,
    verdict varchar not null,
    rests_on date,
    weight double,
    rationale varchar not null,
    run_id integer,
    check (record_a < record_b),
    check ((origin = 'machine') = (rests_on is not null))
);

-- One row a pair that a run scored above the lower threshold: evidence is the level each comparison reached, as JSON;
-- guard names the rule that kept the machine from judging it the same.
create table identity_proposals (
    run_id integer not null,
    record_a varchar not null,
    record_b varchar not null,
    probability double not null,
    weight double not null,
    guard varchar,
    evidence varchar not null,
    primary key (run_id, record_a, record_b)
);
