-- Every civil order about the given records as known, in force or not. In: $as_of, $run, $records. Grain: order_id.
select person_record_id, order_id, kind, valid_from
from known_orders_naming($as_of, $run, $records)
order by order_id;
