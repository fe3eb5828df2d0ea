-- In: {table}. How many rows it holds. Grain: one row.
select count(*) as rows
from {table};
