-- The callers that licenses are bound to, and the organisations that credentials are bound to: null means none.
alter table licensing_licenses add column bindings {text};
alter table licensing_past_licenses add column bindings {text};
alter table licensing_keys add column organisations {text};
alter table licensing_signature_keys add column organisations {text};
alter table licensing_refresh_tokens add column organisations {text};

update licensing_state set version = 11 where id = 1;
