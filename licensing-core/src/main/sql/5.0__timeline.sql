-- The server that leases were last granted on. A promoted standby, a restored copy and a restart are another one, and commits may be
-- lost with it: its number rises then, and no lease is granted until the nodes have brought back theirs, or until opens_by.
create table licensing_timeline (
  id             integer not null primary key check (id = 1),
  number         {bigint} not null,
  server         {bigint} not null,
  since          {bigint} not null,
  opens_at       {bigint} not null,
  opens_by       {bigint} not null
){strict};
insert into licensing_timeline (id, number, server, since, opens_at, opens_by) values (1, 0, 0, 0, 0, 0);
-- The timeline up to which a node has brought back what it leased, and a number that it raises all the time: one that falls proves a loss.
alter table licensing_nodes add column timeline {bigint} not null default 0;
alter table licensing_nodes add column mark {bigint} not null default 0;
-- All units that a source has leased and not released, those in the ledger included.
alter table licensing_quota_leases add column leased {bigint} not null default 0;
update licensing_quota_leases set leased = units;

update licensing_state set version = 5 where id = 1;
