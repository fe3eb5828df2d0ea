-- Closes a database.
-- In: {name} the database. Out: nothing. Grain: one database.
detach {name}
