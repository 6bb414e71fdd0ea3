-- The resource registry: whole descriptions with their versions, the history of policies, the index of their subjects.

-- One row. Every transaction that changes the registry raises it first and holds it until it commits. So the stamps that
-- the feeds are ordered by are given in the order of the commits, by however many processes, and no reader passes a row.
create table registry_clock (
    id bigint primary key check (id = 1),
    at timestamptz not null
);
insert into registry_clock (id, at) values (1, '2020-01-01T00:00:00.000000Z');

-- Every policy that a resource has had; the highest version is the one that decides.
create table resource_policy (
    resource text not null references resource (id),
    version bigint not null,
    policy text not null,
    created_at timestamptz not null,
    primary key (resource, version)
);
insert into resource_policy (resource, version, policy, created_at)
select id, 1, policy, '2020-01-01T00:00:00.000000Z' from resource;

-- details: what decisions and pages do not look at. version: of the description. policy_version: null before the first
-- policy; decisions about such a resource are Indeterminate. changed_at: of description or policy, for the feed of changes.
-- A deleted resource keeps its row, so that what refers to it stays readable.
alter table resource drop column policy;
alter table resource add column details jsonb not null default '{}';
alter table resource add column version bigint not null default 1;
alter table resource add column policy_version bigint;
alter table resource add column changed_at timestamptz not null default '2020-01-01T00:00:00.000000Z';
alter table resource add column deleted_at timestamptz;
create index resource_by_change on resource (changed_at, id);
create index resource_by_owner on resource (owner);
update resource set policy_version = 1;
update fact_version set version = version + 1;

-- Every description that a resource has had, whole. What was there before this table has its first one here when it is changed.
create table resource_version (
    resource text not null references resource (id),
    version bigint not null,
    content jsonb not null,
    created_at timestamptz not null,
    primary key (resource, version)
);

-- Who a policy is about: the subjects of its rules as urns in lower case; kind is the attribute without the value. Those that went are kept as deleted, for the feed.
create table resource_subject (
    resource text not null references resource (id),
    subject text not null,
    kind text not null,
    updated_at timestamptz not null,
    is_deleted boolean not null default false,
    primary key (resource, subject)
);
create index resource_subject_by_subject on resource_subject (subject, resource);
create index resource_subject_by_update on resource_subject (updated_at, resource, subject);

-- environments and scope_prefixes: lists of texts. An owner's scopes begin with one of its prefixes and a colon.
alter table service_owner add column logo text;
alter table service_owner add column homepage text;
alter table service_owner add column environments jsonb not null default '[]';
alter table service_owner add column scope_prefixes jsonb not null default '[]';
