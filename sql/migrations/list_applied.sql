-- Out: version and SHA-256 of every migration that ran here. Grain: one row a migration.
select version, sha256
from applied_migrations
order by version;
