-- Refused rows. Out: how many lines, and the first.
select count(distinct (file_id, line)), min(concat_ws(' ', feed, 'line', line, rule, column_name))
from quarantine;
