-- The scopes in Maskinporten that the operator lets a service owner's clients have.

-- granted_by: null when it was done at the command line.
create table owner_scope (
    owner text not null references service_owner (code),
    scope text not null,
    granted_at timestamptz not null,
    granted_by uuid references party (id),
    primary key (owner, scope)
);
