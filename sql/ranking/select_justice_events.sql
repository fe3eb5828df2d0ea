-- What the police and the courts did about the given records. In: $as_of, $run, $records. Grain: event_id.
select person_record_id, incident_id, event_id, kind, event_at, offence_code, reason, sentence_days, bail_expires_on, tactic
from known_justice_events_naming($as_of, $run, $records)
where event_at < $as_of
order by person_record_id, event_at, event_id;
