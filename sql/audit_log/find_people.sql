-- Which words are people of the record store. In: $words, one text with a unit separator between any two.
-- Out: the word; sort is person, or victim where it is a surrogate key. Grain: word and sort.
with words as (
    select unnest(string_split($words, chr(31))) as word
),

-- Whoever is named only by rows that wait for him is in no other table yet.
known as (
    select person_record_id as person_id, 'person' as sort
    from persons
    union all
    select person_record_id as person_id, 'person' as sort
    from suspects
    where load_run is null
    union all
    select person_record_id as person_id, 'person' as sort
    from victims
    where load_run is null
    union all
    select person_record_id as person_id, 'person' as sort
    from justice_events
    where load_run is null
    union all
    select person_record_id as person_id, 'person' as sort
    from custody_spells
    where load_run is null
    union all
    select person_record_id as person_id, 'person' as sort
    from orders
    where load_run is null
    union all
    select victim_id as person_id, 'victim' as sort
    from victims
)

select distinct known.person_id as word, known.sort
from known
semi join words on known.person_id = words.word
order by word, sort;
