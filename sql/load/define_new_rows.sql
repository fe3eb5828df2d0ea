-- Rows of the file that the store does not hold yet. Grain: one row a distinct content.
-- In: staged; repeated_keys; contents; {identity}; {columns}. Out: temp view new_rows.
create or replace temp view new_rows as
select {columns}, line, false as is_contested
from staged
anti join repeated_keys using ({identity})
union all
select {columns}, line, is_contested
from contents
where not is_stored;
