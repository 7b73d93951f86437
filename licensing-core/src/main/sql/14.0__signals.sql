-- Signals of misuse and of opportunities: at most one of a kind and subject is open. What administrators set has columns of its own,
-- because nodes store the others again and again.
create table licensing_signals (
  id                {text} not null primary key,
  issuer            {text} not null,
  kind              {text} not null,
  license           {text} not null,
  customer          {text} not null,
  target            {text} not null,
  severity          {text} not null,
  since             {bigint} not null,
  last_seen         {bigint} not null,
  ended_at          {bigint},
  muted_until       {bigint},
  evidence          {text} not null,
  answer_action     {text},
  answer_mode       {text},
  answer_until      {bigint},
  answer_revoked_at {bigint}
){rowless};
create unique index licensing_signals_open on licensing_signals (issuer, kind, license, target) where ended_at is null;
create index licensing_signals_since on licensing_signals (issuer, since, id);
create index licensing_signals_license on licensing_signals (issuer, license, since, id);
create index licensing_signals_ended on licensing_signals (ended_at);
-- Different values of an hour, such as the networks that a key was used from.
create table licensing_sightings (
  issuer            {text} not null,
  kind              {text} not null,
  hour              {bigint} not null,
  license           {text} not null,
  subject           {text} not null,
  value             {bigint} not null,
  primary key (issuer, kind, hour, license, subject, value)
){rowless};
create index licensing_sightings_hour on licensing_sightings (hour);

update licensing_state set version = 14 where id = 1;
