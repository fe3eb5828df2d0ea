-- Copies everything a store holds, with its macros, into an empty one.
-- In: {source} and {target}, both open. Out: nothing. Grain: one store.
copy from database {source} to {target}
