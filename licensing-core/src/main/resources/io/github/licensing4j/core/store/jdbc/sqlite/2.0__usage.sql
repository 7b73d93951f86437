-- The usage ledger, credit grants and what exporters are told. Hours are counted from 1970, in UTC; names are numbers.
create table licensing_ledger_state (
  id             integer not null primary key check (id = 1),
  names          integer not null,
  sources        integer not null,
  changes        integer not null,
  corrections    integer not null
) strict;
insert into licensing_ledger_state values (1, 0, 0, 0, 0);
create table licensing_names (
  id             integer not null primary key,
  handle         text not null unique,
  name           text not null
) strict;
create table licensing_usage_sources (
  id             integer not null primary key,
  node           text not null,
  epoch          integer not null,
  position       integer not null
) strict;
create unique index licensing_usage_sources_node on licensing_usage_sources (node, epoch);
create table licensing_usage (
  issuer         integer not null,
  license        integer not null,
  hour           integer not null,
  meter          integer not null,
  kind           integer not null,
  customer       integer not null,
  plan           integer not null,
  feature        integer not null,
  endpoint       integer not null,
  status         integer not null,
  source         integer not null,
  units          integer not null check (units between -9000000000000000000 and 9000000000000000000),
  calls          integer not null check (calls between -9000000000000000000 and 9000000000000000000),
  primary key (issuer, license, hour, meter, kind, customer, plan, feature, endpoint, status, source)
) strict, without rowid;
create index licensing_usage_hour on licensing_usage (issuer, hour);
create index licensing_usage_customer on licensing_usage (issuer, customer, hour);
create index licensing_usage_source on licensing_usage (source, issuer, license, meter);
create table licensing_usage_totals (
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  hour           integer not null,
  customer       integer not null,
  units          integer not null check (units between -9000000000000000000 and 9000000000000000000),
  change         integer not null,
  primary key (issuer, license, meter, hour, customer)
) strict, without rowid;
create index licensing_usage_totals_change on licensing_usage_totals (change);
create index licensing_usage_totals_hour on licensing_usage_totals (hour, change);
create table licensing_counters (
  issuer         integer not null,
  license        integer not null,
  window_end     integer not null,
  window_start   integer not null,
  limit_name     integer not null,
  meter          integer not null,
  kind           integer not null,
  per            integer not null,
  scope          integer not null,
  subject        integer not null,
  used           integer not null check (used between -9000000000000000000 and 9000000000000000000),
  primary key (issuer, license, window_end, window_start, limit_name, meter, kind, per, scope, subject)
) strict, without rowid;
create index licensing_counters_end on licensing_counters
  (issuer, window_end, license, window_start, limit_name, meter, kind, per, scope, subject);
create table licensing_grants (
  id             text not null primary key,
  issuer         text not null,
  license        text not null,
  revision       integer not null,
  limit_name     text not null,
  amount         integer not null,
  priority       integer not null,
  created_at     integer not null,
  effective_at   integer not null,
  expires_at     integer,
  voided_at      integer
) strict;
create index licensing_grants_license on licensing_grants (issuer, license, created_at, id);
create table licensing_corrections (
  correction     integer not null primary key,
  id             text not null unique,
  issuer         text not null,
  license        text not null,
  customer       text not null,
  plan           text not null,
  meter          text not null,
  units          integer not null,
  at             integer not null,
  created_at     integer not null,
  actor          text not null,
  reason         text,
  counters       text not null
) strict;
create index licensing_corrections_license on licensing_corrections (issuer, license, correction);
create table licensing_exporters (
  id             integer not null primary key,
  name           text not null unique,
  seen_change    integer not null,
  closed_hour    integer not null,
  hour_change    integer not null
) strict;
create table licensing_export_sums (
  exporter       integer not null,
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  hour           integer not null,
  customer       integer not null,
  units          integer not null,
  revision       integer not null,
  primary key (exporter, issuer, license, meter, hour, customer)
) strict, without rowid;
create table licensing_export_events (
  id             text not null primary key,
  exporter       integer not null,
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  hour           integer not null,
  customer       integer not null,
  revision       integer not null,
  units          integer not null,
  created_at     integer not null,
  attempts       integer not null,
  due_at         integer not null,
  last_error     text,
  state          integer not null,
  accepted_at    integer
) strict;
create index licensing_export_events_due on licensing_export_events (exporter, state, due_at, hour, id);
create index licensing_export_events_dead on licensing_export_events (state, created_at, id);
create index licensing_export_events_end on licensing_export_events (accepted_at) where accepted_at is not null;
create table licensing_export_accepted (
  exporter       integer not null,
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  units          integer not null check (units between -9000000000000000000 and 9000000000000000000),
  events         integer not null,
  primary key (exporter, issuer, license, meter)
) strict, without rowid;
create table licensing_past_licenses (
  issuer         text not null,
  id             text not null,
  revision       integer not null,
  customer       text not null,
  plan           text not null,
  created_at     integer not null,
  changed_at     integer not null,
  anchor         integer not null,
  zone           text not null,
  starts_at      integer,
  expires_at     integer,
  trial_ends_at  integer,
  trial_then     text,
  change_from    text,
  change_to      text,
  change_at      integer,
  change_usage   text,
  debt_since     integer,
  grace_ends_at  integer,
  reduced_to     text,
  suspended_at   integer,
  cancelled_at   integer,
  revoked_at     integer,
  overrides      text,
  external_ids   text not null,
  held_until     integer not null,
  primary key (issuer, id, revision)
) strict;
insert into licensing_past_licenses (
    issuer, id, revision, customer, plan, created_at, changed_at, anchor, zone, starts_at, expires_at,
    trial_ends_at, trial_then, change_from, change_to, change_at, change_usage, debt_since, grace_ends_at,
    reduced_to, suspended_at, cancelled_at, revoked_at, overrides, external_ids, held_until)
  select
    issuer, id, 0, customer, plan, created_at, changed_at, anchor, zone, starts_at, expires_at, trial_ends_at,
    trial_then, change_from, change_to, change_at, change_usage, debt_since, grace_ends_at, reduced_to,
    suspended_at, cancelled_at, revoked_at, overrides, external_ids, changed_at
  from licensing_licenses where revision > 1;
update licensing_state set version = 2 where id = 1;
