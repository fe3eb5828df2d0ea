-- The highest number that was ever given to a review. Grain: one row.
select greatest(
    (select coalesce(max(review), 0) from retention_reviews),
    (select coalesce(max(last_review), 0) from purges)
) as review;
