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
