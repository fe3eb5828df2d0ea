-- Civil orders in force on the day. In: $as_of, $run, $records. Grain: order_id.
select person_record_id, order_id, kind, valid_from, valid_to, victim_id
from known_orders_naming($as_of, $run, $records)
where
    valid_from <= $as_of
    and (valid_to is null or valid_to > $as_of)
order by person_record_id, valid_from, order_id;
