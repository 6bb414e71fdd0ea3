-- The version of the facts that decisions rest on, and access lists.

-- One row. Every transaction that changes a table of facts adds one, as its last statement; a migration that changes
-- such rows does it too.
create table fact_version (
    id bigint primary key check (id = 1),
    version bigint not null
);
insert into fact_version (id, version) values (1, 0);

-- Disabled: the policy alone decides. Enabled: what it permits also needs a membership of an access list.
alter table resource add column access_list_mode text not null default 'Disabled'
    check (access_list_mode in ('Disabled', 'Enabled'));

-- version counts every change to the list, its members and its resources; the ETag of the API is made of it.
create table access_list (
    id uuid primary key,
    owner text not null references service_owner (code),
    identifier text not null,
    name text not null,
    description text not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (owner, identifier)
);

create table access_list_member (
    list uuid not null references access_list (id) on delete cascade,
    party uuid not null references party (id),
    since timestamptz not null,
    expires_at timestamptz,
    primary key (list, party)
);
create index access_list_member_by_party on access_list_member (party);

-- actions: null or empty means all.
create table access_list_resource (
    list uuid not null references access_list (id) on delete cascade,
    resource text not null references resource (id),
    actions jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (list, resource)
);
create index access_list_resource_by_resource on access_list_resource (resource);
