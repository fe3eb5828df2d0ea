-- Puts the key where an attach finds it, so that it stands in no statement.
-- In: key, as digits. Out: nothing. Grain: one value.
set variable store_key = $key
