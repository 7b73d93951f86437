-- What each start of a node has leased of a counter and has not yet counted in the ledger, with the number of its last request
-- or release, and what that request was granted. Units are below 0 where calls have used more than they reserved.
create table licensing_quota_leases (
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
  source         integer not null,
  units          {bigint} not null check (units between -9000000000000000000 and 9000000000000000000),
  operation      {bigint} not null,
  granted        {bigint} not null,
  changed_at     {bigint} not null,
  primary key (issuer, license, window_end, window_start, limit_name, meter, kind, per, scope, subject, source)
){rowless};
create index licensing_quota_leases_source on licensing_quota_leases (source);
create index licensing_quota_leases_end on licensing_quota_leases (window_end);
-- Which node runs a task: one row for each task that one node runs at a time. Times are by the clock of the database.
create table licensing_task_leases (
  task           {text} not null primary key,
  holder         {text} not null,
  term           {bigint} not null,
  until          {bigint} not null
){strict};
-- The nodes that share the database: the process that has each name, its start, and when it last said that it runs.
create table licensing_nodes (
  name           {text} not null primary key,
  instance       {text} not null,
  started_at     {bigint} not null,
  seen_at        {bigint} not null
){strict};

update licensing_state set version = 4 where id = 1;
