-- How many refused rows, kept as received, hold one of the given ids. In: $ids. Grain: one row.
select count(distinct (file_id, line)) as refused
from quarantine
where list_any_value(list_filter($ids, id -> contains(row_as_received, id))) is not null;
