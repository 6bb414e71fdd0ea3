-- What lists of sessions and logouts look for, beside the content. A session in which nobody is logged in has no person.
-- Sessions from before have none of it, and nobody is logged in there any more.
alter table session add column id uuid;
alter table session add column person uuid;
-- The provider that the person logged in at, and its own names for the session and the person (OpenID Connect
-- Back-Channel Logout §2.4).
alter table session add column issuer text;
alter table session add column provider_session text;
alter table session add column provider_subject text;
-- Which browser, coarsely: two words.
alter table session add column browser text;
alter table session add column began_at timestamptz;
alter table session add column seen_at timestamptz;
create unique index session_by_id on session (id);
create index session_by_person on session (person);
create index session_by_provider_session on session (issuer, provider_session);
create index session_by_provider_subject on session (issuer, provider_subject);

-- Logins that ended at their provider, until no answer of it about them can be under way any more.
create table ended_login (
    issuer text not null,
    provider_session text not null,
    expires_at timestamptz not null,
    primary key (issuer, provider_session)
);
create index ended_login_by_expiry on ended_login (expires_at);

-- A form that was sent when its session had ended, until the person has logged in again. Sealed with a key that only the
-- browser has; of that, browser is the SHA-256.
create table kept_form (
    id uuid primary key,
    browser text not null,
    person uuid not null,
    sealed text not null,
    expires_at timestamptz not null
);
create index kept_form_by_browser on kept_form (browser);
create index kept_form_by_expiry on kept_form (expires_at);
