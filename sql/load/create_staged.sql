-- In: {feed}, the table; {columns}, its contract columns. Out: an empty temp table for the rows of one file.
create or replace temp table staged as
select {columns}, line
from {feed}
limit 0;
