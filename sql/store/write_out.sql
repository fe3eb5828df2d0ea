-- Writes what is still in the log of a store into its file.
-- In: {name} the store. Out: nothing. Grain: one store.
checkpoint {name}
