-- Callers that looked persons up by number and surname and guessed wrong; nothing tells whom they looked for.
-- failures: when, of those that may still count.
create table person_lookup (
    caller text primary key,
    failures jsonb not null,
    blocked_until timestamptz,
    changed_at timestamptz not null
);
create index person_lookup_by_change on person_lookup (changed_at);
