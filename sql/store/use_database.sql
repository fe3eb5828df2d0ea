-- Makes a database the one that plain names mean.
-- In: {name} the database. Out: nothing. Grain: one database.
use {name}
