-- Makes an empty database in memory to stand in while the first one is let go.
-- In: nothing. Out: nothing. Grain: one database.
attach ':memory:' as gate
