-- What the register knows of parties beyond what decisions need, and the numbers that it gives out.

alter table party add column is_bankrupt boolean not null default false;
alter table party add column died text;
alter table party add column deleted_at timestamptz;
-- Names, addresses, telephone numbers and the like: domain::Details.
alter table party add column details jsonb not null default '{}';
-- Parties from before the register kept these moments have the first moment that there is.
alter table party add column created_at timestamptz not null default '1970-01-01T00:00:00.000000Z';
alter table party add column modified_at timestamptz not null default '1970-01-01T00:00:00.000000Z';
-- Every change to a party gets the next number of all: whoever asks for what is above a number misses nothing.
alter table party add column version bigint not null default 0;

update party set version = ranked.place
from (select id as party, row_number() over (order by number) as place from party) as ranked
where ranked.party = party.id;

create index party_by_version on party (version);
create index role_assignment_by_role on role_assignment (holder, role, at_party);
drop index role_assignment_by_holder;

-- One row. Whoever changes the register locks it first and so is alone.
create table register_counter (
    id bigint primary key check (id = 1),
    last_version bigint not null,
    last_party_number bigint not null,
    last_user_number bigint not null
);
insert into register_counter (id, last_version, last_party_number, last_user_number)
select 1, count(*), 1000000000, 100000000 from party;

-- How far the import of a file has come, kept with what it brought, so that an import that was cut off goes on from there.
-- The file is known by the SHA-256 of its content. Removed when the import is done.
create table register_import (
    file text primary key,
    pass bigint not null check (pass in (1, 2)),
    done bigint not null,
    has_relations boolean not null,
    updated_at timestamptz not null
);
