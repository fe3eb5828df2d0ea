-- What those identities say, in the file and in the store together. More than one content = contested.
-- In: staged; repeated_keys; {feed}; {identity}; {columns}.
-- Out: temp table contents. Grain: one row a distinct content.
create or replace temp table contents as
with both_sides as (
    select {columns}, line, null::integer as load_run, null::integer as contested_run, false as is_stored
    from staged
    semi join repeated_keys using ({identity})
    union all
    select {columns}, null as line, load_run, contested_run, true as is_stored
    from {feed}
    semi join repeated_keys using ({identity})
),
distinct_contents as (
    select
        {columns},
        min(line) as line,
        count(line) as times,
        bool_or(is_stored) as is_stored,
        max(load_run) as load_run,
        max(contested_run) as contested_run
    from both_sides
    group by {columns}
)
select *, count(*) over (partition by {identity}) > 1 as is_contested
from distinct_contents;
