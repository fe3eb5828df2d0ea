-- Out: the staged rows of one file, with their line.
select *
from staged
order by line;
