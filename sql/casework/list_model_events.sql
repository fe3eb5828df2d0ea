-- Out: the log of models, oldest first. Grain: event_id.
select event_id, happened_at, actor, kind, model_id, spec, evaluation_id, manifest_sha256, detail, reason
from model_events
order by event_id;
