-- In: one thing done about a model. Adds it to the log; nothing there is ever changed.
insert into model_events
select
    coalesce(max(event_id), 0) + 1,
    $happened_at, $actor, $kind, $model_id, $spec, $evaluation_id, $manifest_sha256, $detail, $reason
from model_events
returning event_id;
