-- Who has been let in at a party, before and besides what is given to them: right holders, an accountant's agents, and
-- suppliers that use the party's scopes at Maskinporten.
create table assignment (
    id uuid primary key,
    from_party uuid not null references party (id),
    to_party uuid references party (id),
    to_system_user uuid references system_user (id),
    role text not null check (role in ('rettighetshaver', 'agent', 'supplier')),
    given_by uuid not null references party (id),
    given_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by uuid references party (id),
    check ((to_party is null) <> (to_system_user is null))
);
create unique index assignment_live_party on assignment (from_party, to_party, role)
    where revoked_at is null and to_party is not null;
create unique index assignment_live_system_user on assignment (from_party, to_system_user, role)
    where revoked_at is null and to_system_user is not null;
create index assignment_to_party on assignment (to_party, role) where revoked_at is null;

-- The same power given twice was harmless, but only one of the two could be seen to be taken back.
update delegation set revoked_at = given_at, revoked_by = given_by
where revoked_at is null and to_party is not null and exists (
    select 1 from delegation twin
    where twin.from_party = delegation.from_party and twin.to_party = delegation.to_party
      and coalesce(twin.package, '') = coalesce(delegation.package, '')
      and coalesce(twin.resource, '') = coalesce(delegation.resource, '')
      and coalesce(twin.action, '') = coalesce(delegation.action, '')
      and twin.revoked_at is null and twin.id < delegation.id);
create unique index delegation_live_package on delegation (from_party, to_party, package)
    where revoked_at is null and to_party is not null and package is not null;
create unique index delegation_live_action on delegation (from_party, to_party, resource, action)
    where revoked_at is null and to_party is not null and package is null;

-- Whoever has been given something is a right holder.
insert into assignment (id, from_party, to_party, role, given_by, given_at)
select id, from_party, to_party, 'rettighetshaver', given_by, given_at from delegation given
where revoked_at is null and to_party is not null and not exists (
    select 1 from delegation other
    where other.from_party = given.from_party and other.to_party = given.to_party
      and other.revoked_at is null and other.id < given.id);

-- What an organization holds at a client by `role` (`rettighetshaver`: by delegation), and passes on to one of its agents.
create table client_delegation (
    id uuid primary key,
    client uuid not null references party (id),
    via uuid not null references party (id),
    to_party uuid references party (id),
    to_system_user uuid references system_user (id),
    role text not null,
    package text not null,
    given_by uuid not null references party (id),
    given_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by uuid references party (id),
    check ((to_party is null) <> (to_system_user is null))
);
create unique index client_delegation_live_party on client_delegation (to_party, client, via, role, package)
    where revoked_at is null and to_party is not null;
create unique index client_delegation_live_system_user on client_delegation (to_system_user, client, via, role, package)
    where revoked_at is null and to_system_user is not null;
create index client_delegation_by_client on client_delegation (client) where revoked_at is null;
create index client_delegation_by_via on client_delegation (via, client) where revoked_at is null;

-- That somebody asks a party for a package, or for actions on a resource (none named: all that can be given).
create table access_request (
    id uuid primary key,
    from_party uuid not null references party (id),
    to_party uuid not null references party (id),
    asked_by uuid references party (id),
    asked_by_owner text references service_owner (code),
    package text,
    resource text references resource (id),
    actions jsonb,
    status text not null check (status in ('Draft', 'Pending', 'Approved', 'Rejected', 'Withdrawn')),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    answered_by uuid references party (id),
    check ((package is null) <> (resource is null)),
    check ((asked_by is null) <> (asked_by_owner is null))
);
create index access_request_from on access_request (from_party, status, created_at);
create index access_request_to on access_request (to_party, status, created_at);

-- That a supplier may use the scopes of a resource at Maskinporten on behalf of a consumer.
create table scope_delegation (
    id uuid primary key,
    consumer uuid not null references party (id),
    supplier uuid not null references party (id),
    resource text not null references resource (id),
    given_by uuid not null references party (id),
    given_at timestamptz not null,
    revoked_at timestamptz,
    revoked_by uuid references party (id)
);
create unique index scope_delegation_live on scope_delegation (consumer, supplier, resource) where revoked_at is null;
create index scope_delegation_to on scope_delegation (supplier) where revoked_at is null;

-- What an act was about: to whom, what, and the power that it rested on.
alter table act add column details jsonb not null default '{}';
