-- What was done about a decision joins the log of decisions: owners, actions, watchlists, closing. Still only added to.

-- The day it was done, where it was put on record later; happened_at is the moment of the record.
alter table casework_events add column done_on date;
alter table casework_events add column action_id varchar;
-- The unit that owns it, and the one that was asked first where that one was full.
alter table casework_events add column owner varchar;
alter table casework_events add column owner_asked varchar;
alter table casework_events add column tactic varchar;
alter table casework_events add column due_on date;
alter table casework_events add column result varchar;
alter table casework_events add column disrupted boolean;
alter table casework_events add column because varchar;
alter table casework_events add column legal_ground varchar;
alter table casework_events add column authorised_by varchar;
-- Whether the reviewer was shown the entry without its place and score.
alter table casework_events add column blind boolean;
-- The records the person had on that list, as a JSON array: what the event follows when identities change.
alter table casework_events add column record_ids varchar;
