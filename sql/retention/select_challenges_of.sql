-- The challenges of some people. In: $ids. Grain: challenge.
select distinct challenge
from challenge_events
where person_id in (select unnest($ids))
order by challenge;
