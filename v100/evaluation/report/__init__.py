"""An evaluation for people: one page that needs nothing else, and the rows of a table on a terminal."""
