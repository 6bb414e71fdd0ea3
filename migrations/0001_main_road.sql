-- The main road: parties and their roles, systems and their users, link services, sessions.
-- Type names are PostgreSQL's; SQLite takes any.

create table party (
    id uuid primary key,
    number bigint not null unique,
    kind text not null check (kind in ('person', 'organization')),
    name text not null,
    national_id text unique,
    born text,
    user_number bigint unique,
    org_number text unique,
    org_form text,
    parent uuid references party (id),
    is_deleted boolean not null default false
);
create index party_by_parent on party (parent);

create table role_assignment (
    at_party uuid not null references party (id),
    holder uuid not null references party (id),
    role text not null,
    primary key (at_party, holder, role)
);
create index role_assignment_by_holder on role_assignment (holder);

create table profile (
    party uuid primary key references party (id),
    email text,
    updated_at timestamptz not null
);

create table service_owner (
    code text primary key,
    org_number text not null unique,
    name jsonb not null
);

create table resource (
    id text primary key,
    owner text not null references service_owner (code),
    title jsonb not null,
    description jsonb not null,
    kind text not null,
    is_delegable boolean not null,
    is_visible boolean not null,
    available_for jsonb not null,
    policy text not null
);

-- is_deleted keeps the name taken for ever.
create table system (
    id uuid primary key,
    name_id text not null unique,
    vendor text not null,
    name jsonb not null,
    description jsonb not null,
    rights jsonb not null,
    packages jsonb not null,
    redirect_urls jsonb not null,
    is_visible boolean not null,
    is_deleted boolean not null default false,
    created_at timestamptz not null
);
create index system_by_vendor on system (vendor);

-- A client id belongs to one live system; the rows of a deleted one are removed.
create table system_client (
    client_id text primary key,
    system uuid not null references system (id)
);
create index system_client_by_system on system_client (system);

create table request (
    id uuid primary key,
    system uuid not null references system (id),
    party uuid not null references party (id),
    external_ref text not null,
    title text not null,
    rights jsonb not null,
    packages jsonb not null,
    redirect_url text,
    status text not null check (status in ('New', 'Accepted', 'Rejected')),
    is_escalated boolean not null default false,
    created_at timestamptz not null,
    answered_at timestamptz,
    answered_by uuid references party (id),
    deleted_at timestamptz
);
create unique index request_live on request (system, party, external_ref) where deleted_at is null;
create index request_by_party on request (party);

create table system_user (
    id uuid primary key,
    system uuid not null references system (id),
    party uuid not null references party (id),
    external_ref text not null,
    title text not null,
    is_active boolean not null,
    created_at timestamptz not null,
    created_by uuid not null references party (id),
    deleted_at timestamptz
);
create unique index system_user_live on system_user (system, party, external_ref) where deleted_at is null;
create index system_user_by_party on system_user (party);

-- What somebody gave: either one action on one resource, or an access package.
create table delegation (
    id uuid primary key,
    from_party uuid not null references party (id),
    to_party uuid references party (id),
    to_system_user uuid references system_user (id),
    resource text references resource (id),
    action text,
    package text,
    given_by uuid not null references party (id),
    given_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by uuid references party (id),
    check ((to_party is null) <> (to_system_user is null)),
    check ((resource is null) = (action is null) and (resource is null) <> (package is null))
);
create index delegation_to_party on delegation (to_party) where revoked_at is null;
create index delegation_to_system_user on delegation (to_system_user) where revoked_at is null;

create table act (
    id uuid primary key,
    at timestamptz not null,
    actor uuid not null references party (id),
    party uuid not null references party (id),
    kind text not null,
    object uuid not null
);
create index act_by_party on act (party, at);
create index act_by_object on act (object, at);

create table link_service (
    resource text primary key references resource (id),
    url text not null,
    key_parameter text not null,
    key_seconds bigint not null,
    action text not null,
    minimum_level bigint not null,
    subject_binding text not null,
    redeemers jsonb not null,
    checks jsonb not null,
    valid_from timestamptz,
    valid_to timestamptz
);

create table launch (
    id uuid primary key,
    resource text not null references link_service (resource),
    person uuid not null references party (id),
    party uuid references party (id),
    state text not null,
    level bigint not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

-- The ticket itself is never stored, only its SHA-256.
create table ticket (
    hash text primary key,
    launch uuid not null unique references launch (id),
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    redeemed_at timestamptz,
    redeemer text,
    burned text
);

-- The session id itself is never stored, only its SHA-256.
create table session (
    hash text primary key,
    content jsonb not null,
    expires_at timestamptz not null
);
create index session_by_expiry on session (expires_at);

-- Private keys of this installation, by what they are for.
create table signing_key (
    purpose text not null,
    key_id text primary key,
    private_pem text not null,
    created_at timestamptz not null
);

-- Ids of one-time tokens that have been used, until they would have expired anyway.
create table used_token (
    issuer text not null,
    token_id text not null,
    expires_at timestamptz not null,
    primary key (issuer, token_id)
);

-- Clients added to the sandbox's Maskinporten.
create table sandbox_client (
    client_id text primary key,
    org_number text not null,
    scopes jsonb not null,
    jwks jsonb not null
);
