-- Every answer of the authorization engine that the configuration wants kept. No references to other tables: the log
-- tells what was asked, which may not exist, and must not be slowed down by checks.

create table decision_log (
    id uuid primary key,
    created timestamptz not null,
    surface text not null,
    asked_by_kind text not null,
    asked_by text,
    request_id text,
    position bigint,
    session_id text,
    subject_kind text,
    subject text,
    party uuid,
    resource text,
    instance text,
    action text,
    decision text not null,
    status text not null,
    basis text not null,
    basis_id text,
    required_level bigint,
    held_level bigint,
    policy_version text,
    micros bigint not null
);
create index decision_log_by_time on decision_log (created);
create index decision_log_by_party on decision_log (party, created);
create index decision_log_by_resource on decision_log (resource, created);

-- When entries were lost, and how many.
create table decision_log_gap (
    id uuid primary key,
    first timestamptz not null,
    last timestamptz not null,
    dropped bigint not null
);
create index decision_log_gap_by_time on decision_log_gap (last);
