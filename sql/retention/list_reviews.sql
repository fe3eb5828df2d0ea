-- Out: every decision on keeping somebody who is still held, oldest first. Grain: review.
select
    review, happened_at, actor, kind, person_id, record_ids, retention_group, because, next_review_on, rationale, reason
from retention_reviews
order by review;
