-- Finds who has delegated a scope, by the resource that stands for it: asked by Maskinporten and by those who serve an API.
create index scope_delegation_by_resource on scope_delegation (resource) where revoked_at is null;
