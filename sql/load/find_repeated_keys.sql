-- Identities (key and recorded_at) that the file holds twice, or that the store holds already.
-- In: staged; {feed}; {identity}. Out: temp table repeated_keys. Grain: one row an identity.
create or replace temp table repeated_keys as
select {identity}
from staged
group by {identity}
having count(*) > 1
union
-- The store's side is the large one: it is walked once, past the few keys of the file.
select {identity}
from {feed}
semi join staged using ({identity});
