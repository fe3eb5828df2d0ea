-- In: waiting; {column}, which points at {parent_key} of {parent}. Leaves only rows whose parent is there.
delete from waiting
where
    {column} is not null
    and {column} not in (
        select {parent_key}
        from {parent}
    );
