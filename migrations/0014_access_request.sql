-- One open request for one thing: whoever asks again is shown the first. What a service owner drafts is its own.
create unique index access_request_open_package
    on access_request (from_party, to_party, package, coalesce(asked_by_owner, ''))
    where status in ('Draft', 'Pending') and package is not null;
create unique index access_request_open_resource
    on access_request (from_party, to_party, resource, coalesce(asked_by_owner, ''))
    where status in ('Draft', 'Pending') and resource is not null and actions is null;
create unique index access_request_open_actions
    on access_request (from_party, to_party, resource, actions, coalesce(asked_by_owner, ''))
    where status in ('Draft', 'Pending') and resource is not null and actions is not null;
-- How much one person, or one owner of one person, has asked for.
create index access_request_asked_by on access_request (asked_by, created_at) where asked_by is not null;
create index access_request_asked_by_owner on access_request (asked_by_owner, to_party, created_at)
    where asked_by_owner is not null;
