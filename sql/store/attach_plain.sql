-- Opens a store that is not encrypted beside others.
-- In: {path} the file, {name} what it is called here, {is_read_only}.
-- Out: nothing. Grain: one store.
attach '{path}' as {name} (read_only {is_read_only})
