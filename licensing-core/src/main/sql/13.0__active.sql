-- Rows are inserted in the order of time, as later ones, so that those of a range are close to each other.
-- The usage of each license by UTC day and by five days, for all features, endpoints and statuses together, added up as by month. The six
-- fives of a month are counted from January of the year 0; the last has three to six days.
create table licensing_usage_license_days (
  issuer         integer not null,
  day            {bigint} not null,
  license        integer not null,
  meter          integer not null,
  kind           integer not null,
  customer       integer not null,
  plan           integer not null,
  units_hi       {bigint} not null,
  units_lo       {bigint} not null,
  calls_hi       {bigint} not null,
  calls_lo       {bigint} not null,
  primary key (issuer, day, license, meter, kind, customer, plan)
){rowless};
create table licensing_usage_license_fives (
  issuer         integer not null,
  five           {bigint} not null,
  license        integer not null,
  meter          integer not null,
  kind           integer not null,
  customer       integer not null,
  plan           integer not null,
  units_hi       {bigint} not null,
  units_lo       {bigint} not null,
  calls_hi       {bigint} not null,
  calls_lo       {bigint} not null,
  primary key (issuer, five, license, meter, kind, customer, plan)
){rowless};
insert into licensing_usage_license_days
  select issuer, day, license, meter, kind, customer, plan, sum(units_hi), sum(units_lo), sum(calls_hi), sum(calls_lo)
  from licensing_usage_days group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3;
insert into licensing_usage_license_fives
  select issuer, {five-of-day}, license, meter, kind, customer, plan, sum(units_hi), sum(units_lo), sum(calls_hi), sum(calls_lo)
  from licensing_usage_license_days group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3;
-- The licenses (subject 0) and customers (subject 1) that have made a call, with one bit for each: number = 256 * block + 64 * i + the
-- position of the bit in bits_i.
create table licensing_active_call_days (
  issuer         integer not null,
  day            {bigint} not null,
  kind           integer not null,
  meter          integer not null,
  plan           integer not null,
  feature        integer not null,
  endpoint       integer not null,
  status         integer not null,
  subject        integer not null,
  block          integer not null,
  bits_0         {bigint} not null,
  bits_1         {bigint} not null,
  bits_2         {bigint} not null,
  bits_3         {bigint} not null,
  primary key (issuer, day, kind, meter, plan, feature, endpoint, status, subject, block)
){rowless};
create table licensing_active_call_fives (
  issuer         integer not null,
  five           {bigint} not null,
  kind           integer not null,
  meter          integer not null,
  plan           integer not null,
  feature        integer not null,
  endpoint       integer not null,
  status         integer not null,
  subject        integer not null,
  block          integer not null,
  bits_0         {bigint} not null,
  bits_1         {bigint} not null,
  bits_2         {bigint} not null,
  bits_3         {bigint} not null,
  primary key (issuer, five, kind, meter, plan, feature, endpoint, status, subject, block)
){rowless};
create table licensing_active_call_months (
  issuer         integer not null,
  month          {bigint} not null,
  kind           integer not null,
  meter          integer not null,
  plan           integer not null,
  feature        integer not null,
  endpoint       integer not null,
  status         integer not null,
  subject        integer not null,
  block          integer not null,
  bits_0         {bigint} not null,
  bits_1         {bigint} not null,
  bits_2         {bigint} not null,
  bits_3         {bigint} not null,
  primary key (issuer, month, kind, meter, plan, feature, endpoint, status, subject, block)
){rowless};
-- For all meters, features, endpoints and statuses together.
create table licensing_active_days (
  issuer         integer not null,
  day            {bigint} not null,
  kind           integer not null,
  plan           integer not null,
  subject        integer not null,
  block          integer not null,
  bits_0         {bigint} not null,
  bits_1         {bigint} not null,
  bits_2         {bigint} not null,
  bits_3         {bigint} not null,
  primary key (issuer, day, kind, plan, subject, block)
){rowless};
-- The sum of different bits is all of them.
insert into licensing_active_call_days
  select issuer, day, kind, meter, plan, feature, endpoint, status, 0, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, day, kind, meter, plan, feature, endpoint, status, license as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, day, kind, meter, plan, feature, endpoint, status, n >> 8
  order by issuer, day;
insert into licensing_active_call_fives
  select issuer, five, kind, meter, plan, feature, endpoint, status, 0, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, {five-of-day} as five, kind, meter, plan, feature, endpoint, status, license as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, five, kind, meter, plan, feature, endpoint, status, n >> 8
  order by issuer, five;
insert into licensing_active_call_months
  select issuer, month, kind, meter, plan, feature, endpoint, status, 0, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, {month-of-day} as month, kind, meter, plan, feature, endpoint, status, license as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, month, kind, meter, plan, feature, endpoint, status, n >> 8
  order by issuer, month;
insert into licensing_active_days
  select issuer, day, kind, plan, 0, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, day, kind, plan, license as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, day, kind, plan, n >> 8
  order by issuer, day;
insert into licensing_active_call_days
  select issuer, day, kind, meter, plan, feature, endpoint, status, 1, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, day, kind, meter, plan, feature, endpoint, status, customer as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, day, kind, meter, plan, feature, endpoint, status, n >> 8
  order by issuer, day;
insert into licensing_active_call_fives
  select issuer, five, kind, meter, plan, feature, endpoint, status, 1, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, {five-of-day} as five, kind, meter, plan, feature, endpoint, status, customer as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, five, kind, meter, plan, feature, endpoint, status, n >> 8
  order by issuer, five;
insert into licensing_active_call_months
  select issuer, month, kind, meter, plan, feature, endpoint, status, 1, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, {month-of-day} as month, kind, meter, plan, feature, endpoint, status, customer as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, month, kind, meter, plan, feature, endpoint, status, n >> 8
  order by issuer, month;
insert into licensing_active_days
  select issuer, day, kind, plan, 1, n >> 8,
    sum(case when (n >> 6) & 3 = 0 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 1 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 2 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end),
    sum(case when (n >> 6) & 3 = 3 then cast(1 as bigint) << cast(n & 63 as integer) else 0 end)
  from (select distinct issuer, day, kind, plan, customer as n
    from licensing_usage_days where calls_hi > 0 or calls_lo > 0) d
  group by issuer, day, kind, plan, n >> 8
  order by issuer, day;

update licensing_state set version = 13 where id = 1;
