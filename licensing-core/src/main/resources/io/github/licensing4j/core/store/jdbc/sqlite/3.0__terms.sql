-- What was counted keeps its meaning, and what callers may do is stored with them.
-- The terms before each change of plan, as a JSON array; null where there are none.
alter table licensing_licenses add column earlier_terms text;
alter table licensing_past_licenses add column earlier_terms text;
update licensing_state set version = 3 where id = 1;
