-- Shuts the way to every other file.
-- In: nothing. Out: nothing. Grain: one setting.
set enable_external_access = false
