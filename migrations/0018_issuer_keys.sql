-- When a key begins to sign: published first, so that everybody who keeps the key set knows it by then.
alter table signing_key add column signs_from timestamptz;
update signing_key set signs_from = created_at;

-- The key whose successor it is, '' for the first of a purpose: a key has one successor, however many make one at once.
alter table signing_key add column follows text;
create unique index signing_key_by_follows on signing_key (purpose, follows);
