-- A stored version that another one contradicts stops counting from this run on.
-- In: contents; {feed}; {identity}; $run.
update {feed}
set contested_run = $run
where
    contested_run is null
    and ({identity}) in (
        select ({identity})
        from contents
        where is_contested
    );
