-- Who held a seat before, and until when: what licensing_seats has of a seat that is taken anew or removed is kept here, for invoices.
create table licensing_seat_holdings (
  issuer         {text} not null,
  license        {text} not null,
  name           {text} not null,
  held_by        {text} not null,
  holder         {text} not null,
  taken_at       {bigint} not null,
  held_until     {bigint} not null,
  primary key (issuer, license, name, held_by, holder, taken_at)
){rowless};
create index licensing_seat_holdings_until on licensing_seat_holdings (held_until);

update licensing_state set version = 10 where id = 1;
