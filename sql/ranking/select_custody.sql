-- Custody spells open on the day. In: $as_of, $run, $records. Grain: spell_id.
select person_record_id, spell_id, kind, valid_from, valid_to
from known_custody_spells_naming($as_of, $run, $records)
where
    valid_from <= $as_of
    and (valid_to is null or valid_to > $as_of)
order by person_record_id, valid_from, spell_id;
