-- A business's own integrations at Maskinporten, made in the portal. A row is written before anything is asked of
-- Maskinporten, so that whatever is half done there is known here, and finished or undone later.
create table own_system (
    -- The system user has the same id.
    id uuid primary key,
    party uuid not null references party (id),
    -- draft, creating, active or removing.
    state text not null,
    -- The id of its system: the organization number, an underscore and the name as a word.
    name_id text not null,
    name jsonb not null,
    description jsonb not null,
    scopes jsonb not null,
    -- The public halves only.
    keys jsonb not null,
    resources jsonb not null,
    packages jsonb not null,
    -- What Maskinporten calls it; none before it has answered.
    client_id text,
    -- Whether Maskinporten may know something else than what stands here.
    is_behind boolean not null,
    -- Until when whoever changes it has it to himself.
    busy_until timestamptz,
    -- How many times in a row Maskinporten did not take what it is behind with.
    tries bigint not null,
    -- Grows with every change; a change is made only to the version that was read.
    version bigint not null,
    created_at timestamptz not null,
    created_by uuid not null references party (id),
    changed_at timestamptz not null
);
create index own_system_by_party on own_system (party);
-- Two at once cannot take one name.
create unique index own_system_live_name on own_system (name_id) where state in ('creating', 'active');
-- What the job looks for.
create index own_system_unfinished on own_system (busy_until) where is_behind;
