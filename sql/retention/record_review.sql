-- In: one decision on keeping somebody. Adds it to the log and gives back its number; a number is never given twice.
insert into retention_reviews
select
    greatest(
        (select coalesce(max(review), 0) from retention_reviews), (select coalesce(max(last_review), 0) from purges)
    ) + 1,
    $happened_at, $actor, $kind, $person_id, $record_ids, $retention_group, $because, $next_review_on, $rationale,
    $reason
returning review;
