-- The file's rows that contradict another version of the same key and recorded_at.
-- In: staged; contents; {identity}. Out: line, versions (contents against each other), the row as JSON.
with contested as (
    select {identity}, count(*) as versions
    from contents
    where is_contested
    group by {identity}
)
select
    staged.line,
    contested.versions,
    to_json(staged)::varchar as row_as_received
from staged
join contested using ({identity})
order by staged.line;
