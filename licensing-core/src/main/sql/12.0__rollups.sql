-- Usage by UTC day and month, added up from the rows by the hour in the same transactions. Days and months are counted from 1970 and from
-- the year 0. Each number is in two halves, of which sums cannot overflow: number = hi * 2^32 + lo.
create table licensing_usage_days (
  issuer         integer not null,
  license        integer not null,
  day            {bigint} not null,
  meter          integer not null,
  kind           integer not null,
  customer       integer not null,
  plan           integer not null,
  feature        integer not null,
  endpoint       integer not null,
  status         integer not null,
  units_hi       {bigint} not null,
  units_lo       {bigint} not null,
  calls_hi       {bigint} not null,
  calls_lo       {bigint} not null,
  primary key (issuer, license, day, meter, kind, customer, plan, feature, endpoint, status)
){rowless};
create index licensing_usage_days_day on licensing_usage_days (issuer, day);
create index licensing_usage_days_customer on licensing_usage_days (issuer, customer, day);
-- For all licenses together.
create table licensing_usage_day_sums (
  issuer         integer not null,
  day            {bigint} not null,
  meter          integer not null,
  kind           integer not null,
  plan           integer not null,
  feature        integer not null,
  endpoint       integer not null,
  status         integer not null,
  units_hi       {bigint} not null,
  units_lo       {bigint} not null,
  calls_hi       {bigint} not null,
  calls_lo       {bigint} not null,
  primary key (issuer, day, meter, kind, plan, feature, endpoint, status)
){rowless};
-- For all features and endpoints together.
create table licensing_usage_months (
  issuer         integer not null,
  month          {bigint} not null,
  license        integer not null,
  meter          integer not null,
  kind           integer not null,
  customer       integer not null,
  plan           integer not null,
  units_hi       {bigint} not null,
  units_lo       {bigint} not null,
  calls_hi       {bigint} not null,
  calls_lo       {bigint} not null,
  primary key (issuer, month, license, meter, kind, customer, plan)
){rowless};
insert into licensing_usage_days
  select issuer, license, (hour - ((hour % 24) + 24) % 24) / 24, meter, kind, customer, plan, feature, endpoint, status,
    sum(units >> 32), sum(units & 4294967295), sum(calls >> 32), sum(calls & 4294967295)
  from licensing_usage group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
insert into licensing_usage_day_sums
  select issuer, day, meter, kind, plan, feature, endpoint, status, sum(units_hi), sum(units_lo), sum(calls_hi), sum(calls_lo)
  from licensing_usage_days group by 1, 2, 3, 4, 5, 6, 7, 8;
insert into licensing_usage_months
  select issuer, {month-of-day}, license, meter, kind, customer, plan, sum(units_hi), sum(units_lo), sum(calls_hi), sum(calls_lo)
  from licensing_usage_days group by 1, 2, 3, 4, 5, 6, 7;
-- The amounts of final invoices by plan, from the documents of the invoices, in minor units of the currency. The day is that of the last
-- instant of the billing period.
create table licensing_revenue (
  issuer         {text} not null,
  day            {bigint} not null,
  subject        {text} not null,
  to_at          {bigint} not null,
  plan           {text} not null,
  customer       {text} not null,
  currency       {text} not null,
  amount         {bigint} not null,
  primary key (issuer, day, subject, to_at, plan)
){rowless};
-- Whether the amounts of an invoice are in licensing_revenue.
alter table licensing_invoices add column added integer not null default 0;
create index licensing_invoices_not_added on licensing_invoices (issuer, subject, from_at) where added = 0;
-- Refused calls and the time that calls took, by UTC hour and day.
create table licensing_refusal_hours (
  issuer         integer not null,
  hour           {bigint} not null,
  code           integer not null,
  license        integer not null,
  customer       integer not null,
  plan           integer not null,
  endpoint       integer not null,
  observed       integer not null,
  calls          {bigint} not null,
  primary key (issuer, hour, code, license, customer, plan, endpoint, observed)
){rowless};
create index licensing_refusal_hours_hour on licensing_refusal_hours (hour);
create table licensing_refusal_days (
  issuer         integer not null,
  day            {bigint} not null,
  code           integer not null,
  license        integer not null,
  customer       integer not null,
  plan           integer not null,
  endpoint       integer not null,
  observed       integer not null,
  calls          {bigint} not null,
  primary key (issuer, day, code, license, customer, plan, endpoint, observed)
){rowless};
create index licensing_refusal_days_day on licensing_refusal_days (day);
create table licensing_latency_hours (
  hour           {bigint} not null,
  endpoint       integer not null,
  bucket         integer not null,
  calls          {bigint} not null,
  millis         {bigint} not null,
  primary key (hour, endpoint, bucket)
){rowless};
create table licensing_latency_days (
  day            {bigint} not null,
  endpoint       integer not null,
  bucket         integer not null,
  calls          {bigint} not null,
  millis         {bigint} not null,
  primary key (day, endpoint, bucket)
){rowless};
-- The last batch of refusals and latencies of each process.
create table licensing_measurement_sources (
  process        {text} not null primary key,
  batch          {bigint} not null,
  changed_at     {bigint} not null
){strict};
create index licensing_measurement_sources_end on licensing_measurement_sources (changed_at);

update licensing_state set version = 12 where id = 1;
