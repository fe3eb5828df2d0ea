-- Keeps every setting as it is from here on.
-- In: nothing. Out: nothing. Grain: one setting.
set lock_configuration = true
