-- One table a feed. Made from data_contracts/ by `python -m v100.contracts.render --write`.
-- Below the contract's columns: where a row came from, when it landed, loaded and was contested.
-- Once released it stays as it is: from then on a contract changes by a new migration.

-- The offence codes a force uses, with the weight and scope that the harm stack gives each.
-- Grain: One row an offence code. A reference table with no clock of its own, so what was loaded last stands.
create table offences (
    offence_code varchar not null,
    title varchar not null,
    theme varchar not null,
    harm_days double not null,
    in_scope boolean not null,
    edition varchar not null,
    basis varchar,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- The person records of each source system, from which identities are resolved.
-- Grain: One row a version of a person record. The same human being may have several records.
create table persons (
    person_record_id varchar not null,
    source_system varchar not null,
    given_names varchar,
    family_name varchar,
    date_of_birth date,
    birth_year integer,
    sex varchar,
    pnc_id varchar,
    postcode varchar,
    deceased_on date,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- Crimes and incidents as reported, which carry the offence, the dates and the outcome of every allegation.
-- Grain: One row a version of an incident.
create table incidents (
    incident_id varchar not null,
    offence_code varchar not null,
    occurred_from timestamp,
    occurred_to timestamp,
    reported_at timestamp not null,
    detection_mode varchar not null,
    area varchar,
    domestic_abuse boolean,
    status varchar not null,
    outcome_type varchar,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- Who was named as a suspect in which incident, and who was eliminated since.
-- Grain: One row a version of a pair of incident and person record.
create table suspects (
    incident_id varchar not null,
    person_record_id varchar not null,
    named_at timestamp not null,
    relationship varchar,
    status varchar not null,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- Who was harmed in which incident, by surrogate key, for repeat victims and risk grades.
-- Grain: One row a version of a pair of incident and victim.
create table victims (
    incident_id varchar not null,
    victim_id varchar not null,
    person_record_id varchar,
    age integer,
    sex varchar,
    risk_grade varchar,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- What police, prosecutors and courts did, for the progress of casework; never the label.
-- Grain: One row a version of an event.
create table justice_events (
    event_id varchar not null,
    person_record_id varchar not null,
    incident_id varchar,
    kind varchar not null,
    event_at timestamp not null,
    offence_code varchar,
    reason varchar,
    sentence_days double,
    bail_expires_on date,
    tactic varchar,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- Who is or was in custody, for eligibility and for the time a person was free to offend.
-- Grain: One row a version of a spell.
create table custody_spells (
    spell_id varchar not null,
    person_record_id varchar not null,
    kind varchar not null,
    valid_from timestamp not null,
    valid_to timestamp,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- Protective and preventive orders in force against a person, for entries and for casework.
-- Grain: One row a version of an order.
create table orders (
    order_id varchar not null,
    person_record_id varchar not null,
    kind varchar not null,
    valid_from timestamp not null,
    valid_to timestamp,
    victim_id varchar,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);

-- Protected characteristics for the equality audit alone; no feature, reason, score, ranking or list may read it.
-- Grain: One row a version of a person record's characteristics.
create table protected_characteristics (
    person_record_id varchar not null,
    ethnicity varchar,
    disability varchar,
    religion varchar,
    recorded_at timestamp not null,
    file_id integer not null,
    line bigint not null,
    landed_run integer not null,
    load_run integer,
    contested_run integer
);
