-- The holders of seats: who has one, until when others cannot take it, and until when the holder is remembered. The row of a limit
-- is locked by whoever takes or releases one of its seats.
create table licensing_seat_limits (
  issuer         {text} not null,
  license        {text} not null,
  name           {text} not null,
  held_by        {text} not null,
  changes        {bigint} not null,
  primary key (issuer, license, name, held_by)
){rowless};
create table licensing_seats (
  issuer         {text} not null,
  license        {text} not null,
  name           {text} not null,
  held_by        {text} not null,
  holder         {text} not null,
  taken_at       {bigint} not null,
  until          {bigint} not null,
  released_at    {bigint},
  kept_until     {bigint} not null,
  primary key (issuer, license, name, held_by, holder)
){rowless};
create index licensing_seats_until on licensing_seats (issuer, license, name, held_by, until);
create index licensing_seats_kept_until on licensing_seats (kept_until);

update licensing_state set version = 9 where id = 1;
