-- Which words are people of the casework store, loaded or not. In: $words, a unit separator between any two.
-- Grain: word and sort.
with words as (
    select unnest(string_split($words, chr(31))) as word
),

known as (
    select person_id, 'person' as sort
    from issued_entries
    union all
    select person_id, 'person' as sort
    from casework_events
    union all
    select unnest([record_a, record_b]) as person_id, 'person' as sort
    from identity_judgements
    union all
    select person_id, sort
    from audit_subjects
)

select distinct known.person_id as word, known.sort
from known
semi join words on known.person_id = words.word
order by word, sort;
