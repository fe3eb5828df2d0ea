-- Every justice event about the given records as known, whatever day it claims to have happened on: one dated ahead
-- of the day of knowledge is not to be counted, but to be said. In: $as_of, $run, $records. Grain: event_id.
select person_record_id, incident_id, event_id, kind, event_at, reason, sentence_days, bail_expires_on, tactic
from known_justice_events_naming($as_of, $run, $records)
order by event_id;
