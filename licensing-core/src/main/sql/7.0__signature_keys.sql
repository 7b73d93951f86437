-- The keys that sign the calls of a license, and whether all calls of a license must be signed: null means they need not.
create table licensing_signature_keys (
  id             {text} not null primary key,
  issuer         {text} not null,
  license        {text} not null,
  revision       {bigint} not null,
  algorithm      {text} not null,
  material       {text} not null,
  name           {text} not null,
  scopes         {text} not null,
  ips            {text} not null,
  devices        {text} not null,
  users          {text} not null,
  created_at     {bigint} not null,
  expires_at     {bigint},
  revoked_at     {bigint}
){strict};
create index licensing_signature_keys_license on licensing_signature_keys (issuer, license, created_at, id);
alter table licensing_licenses add column signatures {text};
alter table licensing_past_licenses add column signatures {text};

update licensing_state set version = 7 where id = 1;
