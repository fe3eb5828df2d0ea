-- Rows waiting for an incident or a person. In: {feed}. Out: temp table waiting, by rowid.
create or replace temp table waiting as
select *, rowid as position
from {feed}
where load_run is null;
