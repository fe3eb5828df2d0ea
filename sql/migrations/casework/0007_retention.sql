-- How long anybody is kept, what was decided about it, what was removed, and where copies went.

-- One row a decision on keeping somebody, until he is removed: then his rows go too.
create table retention_reviews (
    review integer primary key,
    happened_at timestamp not null,
    actor varchar not null,
    kind varchar not null,
    person_id varchar not null,
    record_ids varchar not null,
    retention_group integer,
    because varchar not null,
    next_review_on date,
    rationale varchar not null,
    reason varchar,
    check (kind in ('keep', 'remove')),
    check ((kind = 'keep') = (next_review_on is not null))
);

-- One row a purge: the journal that says whether it was finished. outcome is a JSON document of numbers, lists and models.
create table purges (
    purge integer primary key,
    begun_at timestamp not null,
    begun_by varchar not null,
    finished_at timestamp,
    last_review integer not null,
    outcome varchar,
    check ((finished_at is null) = (outcome is null))
);

-- One row somebody removed: that he was, when, by which rule, and how many rows went. Nothing here says who he was.
create table tombstones (
    tombstone integer primary key,
    purge integer not null,
    removed_on date not null,
    reviewed_on date not null,
    retention_group integer,
    because varchar not null,
    records integer not null,
    rows_removed bigint not null
);

-- One row a list and purge that took something out of it, or rows that it was made from. The first hash is that of the
-- text before, the other that of the text since; entries is how many places went.
create table purged_lists (
    purge integer not null,
    number integer not null,
    purged_on date not null,
    sha256_before varchar not null,
    sha256_after varchar not null,
    entries integer not null,
    rows_behind bigint not null,
    primary key (purge, number)
);

-- One row a backup that was made, where it was put, and the last purge that went through it.
create table backup_files (
    backup integer primary key,
    made_at timestamp not null,
    path varchar not null,
    last_purge integer
);

-- One row a file that left, with who holds it until when. line is the number of the audit log that says who is in it.
create table exports (
    export integer primary key,
    exported_at timestamp not null,
    exported_by varchar not null,
    what varchar not null,
    list_id varchar,
    file_format varchar not null,
    path varchar not null,
    recipient varchar,
    expires_on date not null,
    line integer,
    destroyed_on date,
    destroyed_by varchar
);
