-- The usage ledger, credit grants and what exporters are told. Hours are counted from 1970, in UTC; names are numbers.
create table licensing_ledger_state (
  id             {bigint} not null primary key check (id = 1),
  names          {bigint} not null,
  sources        {bigint} not null,
  changes        {bigint} not null,
  corrections    {bigint} not null
){strict};
insert into licensing_ledger_state values (1, 0, 0, 0, 0);
create table licensing_names (
  id             integer not null primary key,
  handle         {text} not null unique,
  name           {text} not null
){strict};
create table licensing_usage_sources (
  id             integer not null primary key,
  node           {text} not null,
  epoch          {bigint} not null,
  position       {bigint} not null
){strict};
create unique index licensing_usage_sources_node on licensing_usage_sources (node, epoch);
create table licensing_usage (
  issuer         integer not null,
  license        integer not null,
  hour           {bigint} not null,
  meter          integer not null,
  kind           integer not null,
  customer       integer not null,
  plan           integer not null,
  feature        integer not null,
  endpoint       integer not null,
  status         integer not null,
  source         integer not null,
  units          {bigint} not null check (units between -9000000000000000000 and 9000000000000000000),
  calls          {bigint} not null check (calls between -9000000000000000000 and 9000000000000000000),
  primary key (issuer, license, hour, meter, kind, customer, plan, feature, endpoint, status, source)
){rowless};
create index licensing_usage_hour on licensing_usage (issuer, hour);
create index licensing_usage_customer on licensing_usage (issuer, customer, hour);
create index licensing_usage_source on licensing_usage (source, issuer, license, meter);
create table licensing_usage_totals (
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  hour           {bigint} not null,
  customer       integer not null,
  units          {bigint} not null check (units between -9000000000000000000 and 9000000000000000000),
  change         {bigint} not null,
  primary key (issuer, license, meter, hour, customer)
){rowless};
create index licensing_usage_totals_change on licensing_usage_totals (change);
create index licensing_usage_totals_hour on licensing_usage_totals (hour, change);
create table licensing_counters (
  issuer         integer not null,
  license        integer not null,
  window_end     {bigint} not null,
  window_start   {bigint} not null,
  limit_name     integer not null,
  meter          integer not null,
  kind           integer not null,
  per            integer not null,
  scope          integer not null,
  subject        integer not null,
  used           {bigint} not null check (used between -9000000000000000000 and 9000000000000000000),
  primary key (issuer, license, window_end, window_start, limit_name, meter, kind, per, scope, subject)
){rowless};
create index licensing_counters_end on licensing_counters
  (issuer, window_end, license, window_start, limit_name, meter, kind, per, scope, subject);
create table licensing_grants (
  id             {text} not null primary key,
  issuer         {text} not null,
  license        {text} not null,
  revision       {bigint} not null,
  limit_name     {text} not null,
  amount         {bigint} not null,
  priority       integer not null,
  created_at     {bigint} not null,
  effective_at   {bigint} not null,
  expires_at     {bigint},
  voided_at      {bigint}
){strict};
create index licensing_grants_license on licensing_grants (issuer, license, created_at, id);
create table licensing_corrections (
  correction     {bigint} not null primary key,
  id             {text} not null unique,
  issuer         {text} not null,
  license        {text} not null,
  customer       {text} not null,
  plan           {text} not null,
  meter          {text} not null,
  units          {bigint} not null,
  at             {bigint} not null,
  created_at     {bigint} not null,
  actor          {text} not null,
  reason         {text},
  counters       {text} not null
){strict};
create index licensing_corrections_license on licensing_corrections (issuer, license, correction);
create table licensing_exporters (
  id             integer not null primary key,
  name           {text} not null unique,
  seen_change    {bigint} not null,
  closed_hour    {bigint} not null,
  hour_change    {bigint} not null
){strict};
create table licensing_export_sums (
  exporter       integer not null,
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  hour           {bigint} not null,
  customer       integer not null,
  units          {bigint} not null,
  revision       {bigint} not null,
  primary key (exporter, issuer, license, meter, hour, customer)
){rowless};
create table licensing_export_events (
  id             {text} not null primary key,
  exporter       integer not null,
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  hour           {bigint} not null,
  customer       integer not null,
  revision       {bigint} not null,
  units          {bigint} not null,
  created_at     {bigint} not null,
  attempts       integer not null,
  due_at         {bigint} not null,
  last_error     {text},
  state          integer not null,
  accepted_at    {bigint}
){strict};
create index licensing_export_events_due on licensing_export_events (exporter, state, due_at, hour, id);
create index licensing_export_events_dead on licensing_export_events (state, created_at, id);
create index licensing_export_events_end on licensing_export_events (accepted_at) where accepted_at is not null;
create table licensing_export_accepted (
  exporter       integer not null,
  issuer         integer not null,
  license        integer not null,
  meter          integer not null,
  units          {bigint} not null check (units between -9000000000000000000 and 9000000000000000000),
  events         {bigint} not null,
  primary key (exporter, issuer, license, meter)
){rowless};
create table licensing_past_licenses (
  issuer         {text} not null,
  id             {text} not null,
  revision       {bigint} not null,
  customer       {text} not null,
  plan           {text} not null,
  created_at     {bigint} not null,
  changed_at     {bigint} not null,
  anchor         {bigint} not null,
  zone           {text} not null,
  starts_at      {bigint},
  expires_at     {bigint},
  trial_ends_at  {bigint},
  trial_then     {text},
  change_from    {text},
  change_to      {text},
  change_at      {bigint},
  change_usage   {text},
  debt_since     {bigint},
  grace_ends_at  {bigint},
  reduced_to     {text},
  suspended_at   {bigint},
  cancelled_at   {bigint},
  revoked_at     {bigint},
  overrides      {text},
  external_ids   {text} not null,
  held_until     {bigint} not null,
  primary key (issuer, id, revision)
){strict};
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
