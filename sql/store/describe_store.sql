-- Whether a store that is open is encrypted, and how.
-- In: name, the store. Out: encrypted, cipher. Grain: one store.
select encrypted, cipher
from duckdb_databases()
where database_name = $name
