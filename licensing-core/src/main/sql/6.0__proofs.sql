-- The proofs of possession that were used: the key of the proof, a digest of its id and target, and when no node accepts it any more.
create table licensing_used_proofs (
  proof_key      {text} not null,
  id             {text} not null,
  until          {bigint} not null,
  primary key (proof_key, id)
){rowless};
create index licensing_used_proofs_until on licensing_used_proofs (until);

update licensing_state set version = 6 where id = 1;
