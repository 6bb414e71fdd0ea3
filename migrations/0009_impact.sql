-- Finds what was given by what it is and by who gave it: asked when a policy is about to change.
create index delegation_by_resource on delegation (resource) where revoked_at is null;
create index delegation_by_package on delegation (package) where revoked_at is null;
create index delegation_by_giver on delegation (from_party) where revoked_at is null;
