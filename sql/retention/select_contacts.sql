-- What police, courts and prisons did about whom, and until when it lasts: ends is null where that is open.
-- In: $as_of, $run. Grain: what was done.
select person_record_id, 'justice event' as what, event_at as begins, event_at as ends
from known_justice_events($as_of, $run)
union all
select person_record_id, 'custody' as what, valid_from as begins, valid_to as ends
from known_custody_spells($as_of, $run)
union all
select person_record_id, 'order' as what, valid_from as begins, valid_to as ends
from known_orders($as_of, $run)
order by person_record_id, what, begins, ends;
