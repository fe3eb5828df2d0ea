-- The register of applied migrations. Grain: one row a migration.
create table if not exists applied_migrations (
    version integer not null,
    name varchar not null,
    sha256 varchar not null
);
