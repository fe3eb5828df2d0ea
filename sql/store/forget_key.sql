-- Takes the key away from later statements.
-- In: nothing. Out: nothing. Grain: one value.
reset variable store_key
