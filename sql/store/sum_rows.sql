-- What a table holds, in two figures that do not depend on the order of its rows.
-- In: {store}, {table}. Out: rows, digest. Grain: one table.
select count(*) as rows, sum(hash(content)::hugeint) as digest
from {store}.{table} as content
