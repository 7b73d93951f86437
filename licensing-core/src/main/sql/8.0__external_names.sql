-- The names of licenses in other systems, by which the access tokens of an identity provider lead to them.
create table licensing_external_names (
  issuer         {text} not null,
  license        {text} not null,
  system         {text} not null,
  name           {text} not null
){strict};
create index licensing_external_names_license on licensing_external_names (issuer, license);
create index licensing_external_names_name on licensing_external_names (issuer, substr(name, 1, 200), license);
insert into licensing_external_names (issuer, license, system, name)
  select l.issuer, l.id, j.key, j.value from licensing_licenses l {json-each}(l.external_ids{json}) j
  where replace(l.external_ids, '\u0000', '') = l.external_ids;

update licensing_state set version = 8 where id = 1;
