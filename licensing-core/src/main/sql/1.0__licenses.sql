-- Licenses, credentials, revocations, the audit log, the outbox and the change feed. Times are milliseconds since 1970.
create table licensing_state (
  id             {bigint} not null primary key check (id = 1),
  version        {bigint} not null,
  generation     {bigint} not null,
  feed_entries   {bigint} not null,
  audit_entries  {bigint} not null,
  messages       {bigint} not null
){strict};
insert into licensing_state values (1, 1, 0, 0, 0, 0);
create table licensing_status_index (
  id             {bigint} not null primary key check (id = 1),
  unused         {bigint} not null
){strict};
insert into licensing_status_index values (1, 0);
create table licensing_licenses (
  issuer         {text} not null,
  id             {text} not null,
  revision       {bigint} not null,
  customer       {text} not null,
  plan           {text} not null,
  created_at     {bigint} not null,
  changed_at     {bigint} not null,
  anchor         {bigint} not null,
  zone           {text} not null,
  starts_at      {bigint},
  expires_at     {bigint},
  trial_ends_at  {bigint},
  trial_then     {text},
  change_from    {text},
  change_to      {text},
  change_at      {bigint},
  change_usage   {text},
  debt_since     {bigint},
  grace_ends_at  {bigint},
  reduced_to     {text},
  suspended_at   {bigint},
  cancelled_at   {bigint},
  revoked_at     {bigint},
  overrides      {text},
  external_ids   {text} not null,
  look_state     {text} not null,
  look_until     {bigint},
  primary key (issuer, id)
){strict};
create index licensing_licenses_customer on licensing_licenses (issuer, customer, id);
create index licensing_licenses_state on licensing_licenses (issuer, look_state, id);
create index licensing_licenses_due on licensing_licenses (issuer, look_until, id) where look_until is not null;
create index licensing_licenses_plan on licensing_licenses (issuer, plan) where revoked_at is null;
create index licensing_licenses_trial on licensing_licenses (issuer, trial_then) where revoked_at is null and trial_then is not null;
create index licensing_licenses_change_from on licensing_licenses (issuer, change_from) where revoked_at is null and change_from is not null;
create index licensing_licenses_change on licensing_licenses (issuer, change_to) where revoked_at is null and change_to is not null;
create index licensing_licenses_reduced on licensing_licenses (issuer, reduced_to) where revoked_at is null and reduced_to is not null;
create table licensing_keys (
  id             {text} not null primary key,
  issuer         {text} not null,
  license        {text} not null,
  revision       {bigint} not null,
  hash           {text} not null unique,
  masked         {text} not null,
  name           {text} not null,
  scopes         {text} not null,
  ips            {text} not null,
  devices        {text} not null,
  users          {text} not null,
  created_at     {bigint} not null,
  expires_at     {bigint},
  revoked_at     {bigint},
  replaced_by    {text}
){strict};
create index licensing_keys_license on licensing_keys (issuer, license, created_at, id);
create table licensing_key_uses (
  key_id         {text} not null primary key,
  used_at        {bigint} not null
){strict};
create table licensing_tokens (
  issuer         {text} not null,
  id             {text} not null,
  license        {text} not null,
  key_id         {text},
  family         {text},
  status_index   {bigint} not null,
  issued_at      {bigint} not null,
  expires_at     {bigint} not null,
  revoked_at     {bigint},
  primary key (issuer, id)
){strict};
create index licensing_tokens_key on licensing_tokens (key_id, expires_at) where key_id is not null and revoked_at is null;
create index licensing_tokens_family on licensing_tokens (family, expires_at) where family is not null and revoked_at is null;
create index licensing_tokens_end on licensing_tokens (expires_at);
create index licensing_tokens_revoked on licensing_tokens (expires_at, status_index) where revoked_at is not null;
create table licensing_refresh_tokens (
  hash           {text} not null primary key,
  family         {text} not null,
  key_id         {text} not null,
  issuer         {text} not null,
  license        {text} not null,
  revision       {bigint} not null,
  expires_at     {bigint} not null,
  used_at        {bigint}
){strict};
create index licensing_refresh_tokens_family on licensing_refresh_tokens (family);
create index licensing_refresh_tokens_end on licensing_refresh_tokens (expires_at);
create table licensing_revocations (
  kind           {text} not null,
  issuer         {text} not null,
  subject        {text} not null,
  before_at      {bigint} not null,
  given_at       {bigint} not null,
  primary key (kind, issuer, subject, before_at)
){strict};
create table licensing_revoked_tokens (
  issuer         {text} not null,
  token_id       {text} not null,
  until          {bigint} not null,
  primary key (issuer, token_id)
){strict};
create index licensing_revoked_tokens_end on licensing_revoked_tokens (until);
create table licensing_marks (
  name           {text} not null primary key
){strict};
create table licensing_replays (
  id             {text} not null primary key,
  fingerprint    {text} not null,
  resource       {text} not null,
  made_at        {bigint} not null,
  until          {bigint} not null
){strict};
create index licensing_replays_end on licensing_replays (until);
create table licensing_feed (
  entry          {bigint} not null primary key,
  generation     {bigint} not null,
  kind           {text} not null,
  issuer         {text} not null,
  id             {text} not null,
  until          {bigint}
){strict};
create index licensing_feed_generation on licensing_feed (generation, entry);
create table licensing_audit (
  entry          {bigint} not null primary key,
  chain          {text} not null,
  seq            {bigint} not null,
  made_at        {bigint} not null,
  actor          {text} not null,
  action         {text} not null,
  license        {text},
  subject        {text},
  reason         {text},
  details        {text} not null,
  code           {text} not null
){strict};
create unique index licensing_audit_chain on licensing_audit (chain, seq);
create index licensing_audit_license on licensing_audit (substr(license, 1, 200), entry) where license is not null;
create table licensing_audit_checkpoints (
  chain          {text} not null primary key,
  seq            {bigint} not null,
  code           {text} not null,
  made_at        {bigint} not null,
  seal           {text} not null
){strict};
create table licensing_outbox (
  id             {text} not null primary key,
  message        {bigint} not null,
  topic          {text} not null,
  created_at     {bigint} not null,
  body           {text} not null,
  attempts       {bigint} not null,
  due_at         {bigint} not null,
  last_error     {text},
  given_up       {bigint} not null
){strict};
create index licensing_outbox_due on licensing_outbox (given_up, due_at, message);
create index licensing_outbox_dead on licensing_outbox (given_up, message);
