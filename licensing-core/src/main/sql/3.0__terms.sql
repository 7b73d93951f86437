-- What was counted keeps its meaning, and what callers may do is stored with them.
-- The terms before each change of plan, as a JSON array; null where there are none.
alter table licensing_licenses add column earlier_terms text;
alter table licensing_past_licenses add column earlier_terms text;
-- The unit and scale in which each meter is counted, by the number of its name; -1 until a catalog says.
create table licensing_meters (
  meter          integer not null primary key,
  unit           text not null,
  scale          integer not null,
  counted        integer not null
){strict};
insert into licensing_meters (meter, unit, scale, counted)
  select id, '', -1, 1 from licensing_names
  where id in (select meter from licensing_usage union select meter from licensing_counters);
alter table licensing_grants add column meter text;
-- The catalogs that usage was billed under, and the invoices of periods that have ended.
create table licensing_catalog_texts (
  hash           {text} not null primary key,
  content        text not null
){strict};
create table licensing_catalogs (
  edition        integer not null primary key,
  hash           {text} not null,
  since          {bigint} not null,
  counters       text
){strict};
create index licensing_catalogs_hash on licensing_catalogs (hash);
create table licensing_invoices (
  issuer         {text} not null,
  subject        {text} not null,
  from_at        {bigint} not null,
  to_at          {bigint} not null,
  catalogs       text not null,
  closed_at      {bigint} not null,
  document       text not null,
  primary key (issuer, subject, from_at)
){strict};
create table licensing_catalog_uses (
  hash           {text} not null primary key
){strict};
-- Callers' credentials: with what a key was made, and what a family of refresh tokens was granted.
alter table licensing_keys add column made_by_key {text};
alter table licensing_keys add column made_by_family {text};
alter table licensing_keys add column made_by_token {text};
-- In whose quotas a key counts: of an older key it is the key itself.
alter table licensing_keys add column root_key text;
alter table licensing_keys add column made_by_issued_at {bigint};
create index licensing_keys_made_by_key on licensing_keys (made_by_key, issuer) where made_by_key is not null;
create index licensing_keys_made_by_family on licensing_keys (made_by_family, issuer) where made_by_family is not null;
create index licensing_keys_made_by_token on licensing_keys (made_by_token, issuer) where made_by_token is not null;
create index licensing_keys_made_by_issued_at on licensing_keys (issuer, made_by_issued_at, id) where made_by_issued_at is not null and revoked_at is null;
alter table licensing_refresh_tokens add column scopes {text};
alter table licensing_refresh_tokens add column ips {text};
alter table licensing_refresh_tokens add column devices {text};
alter table licensing_refresh_tokens add column users {text};
update licensing_refresh_tokens set
  scopes = (select k.scopes from licensing_keys k where k.id = key_id),
  ips = (select k.ips from licensing_keys k where k.id = key_id),
  devices = (select k.devices from licensing_keys k where k.id = key_id),
  users = (select k.users from licensing_keys k where k.id = key_id);
-- Counters that the licenses of a customer share, which are of no license.
create index licensing_counters_customer on licensing_counters (issuer, subject, window_end) where license = 0;
-- What others had counted in the window of a counter when it last took the place of another one, and each such start:
-- at:own:earlier,at:own:earlier.
alter table licensing_counters add column earlier {bigint} not null default 0;
alter table licensing_counters add column starts text;
-- The counter that each limit of a plan has had, so that renamed limits keep theirs.
create table licensing_limit_counters (
  plan           {text} not null,
  limit_name     {text} not null,
  was            text,
  counter        text not null,
  meter          text,
  kind           text not null,
  per            text not null,
  scope          text not null,
  started_at     {bigint},
  same_use       {bigint} not null,
  in_force       {bigint} not null,
  primary key (plan, limit_name)
){strict};
-- The last start of each node that kept a journal, and the last one that was closed with all of its calls in the ledger.
create table licensing_journals (
  node           {text} not null primary key,
  epoch          {bigint} not null,
  complete       {bigint} not null default 0
){strict};

update licensing_state set version = 3 where id = 1;
