-- Read models, version 1. Runs with search_path set to the schema being filled (read_v4, or the one a rebuild fills
-- beside it), so that no statement here names a schema. The gateway only selects from it.

-- One row. `position` is the commit last projected (0: none); every batch moves it in its own transaction.
create table checkpoint (
  name text primary key,
  position numeric(20) not null default 0,
  lag_ms double precision not null default 0,
  caught_up boolean not null default false,
  updated_at timestamptz not null default now()
);
insert into checkpoint (name) values ('main');

-- One row, id 'main'.
create table fleet (
  id text primary key,
  paused boolean not null default false,
  pause_cause text,
  pause_reason text,
  paused_by text,
  platform_paused boolean not null default false,
  platform_cause text,
  platform_code text,
  platform_reason text,
  -- Wall time at which a platform pause ends by itself; null: until it is resumed.
  platform_until timestamptz,
  activity_level double precision not null default 1,
  changed_at timestamptz
);
insert into fleet (id) values ('main');

create table personas (
  id text primary key,
  version integer not null,
  definition jsonb not null,
  retired boolean not null default false,
  changed_at timestamptz not null
);

create table agents (
  id uuid primary key,
  username text not null unique,
  name text not null,
  persona_id text,
  persona_version integer,
  -- idle, running, paused, error or deleted; "sleeping" is running with sleeping_until in the future (wall).
  status text not null,
  status_reason text,
  -- What status and its reason come from, for the projector to fold on: an agent whose user the platform would not
  -- make is in error, whatever is desired.
  desired text not null,
  desired_reason text,
  provisioning_error text,
  sleeping_until timestamptz,
  sleep_reason text,
  provisioned boolean not null default false,
  deleting boolean not null default false,
  config jsonb not null,
  created_at timestamptz not null,
  last_active_at timestamptz,
  last_image_url text,
  posts integer not null default 0,
  comments integer not null default 0,
  likes integer not null default 0,
  browses integer not null default 0,
  failed integer not null default 0,
  spend_usd double precision not null default 0,
  error_streak integer not null default 0,
  -- Commit of the last lifecycle event, and of the last change of any kind.
  lifecycle_position numeric(20) not null,
  position numeric(20) not null
);
create index agents_by_status on agents (status, id);
create index agents_by_persona on agents (persona_id, id);
create index agents_by_position on agents (position);

-- One row per ended tick; a tick that was never accepted has the id `<tick>.skipped`, since it may yet be accepted.
create table activities (
  id text primary key,
  position numeric(20) not null,
  kind text not null,
  action text,
  agent_id uuid not null,
  agent_name text not null,
  username text not null,
  persona_id text,
  -- Fleet clock, and wall clock.
  at timestamptz not null,
  recorded_at timestamptz not null,
  post_id text,
  post_title text,
  text text,
  image_url text,
  cost_usd double precision not null,
  input_tokens integer not null,
  output_tokens integer not null,
  model text,
  prompt jsonb,
  code text,
  reason text,
  took_ms double precision not null,
  shadow boolean not null
);
create index activities_by_position on activities (position, id);
create index activities_by_agent on activities (agent_id, position desc);
create index activities_by_kind on activities (kind, position desc);

-- The fleet's own posts; counters are of the fleet's own likes and comments.
create table posts (
  id text primary key,
  agent_id uuid not null,
  title text not null,
  caption text not null,
  image_url text not null,
  published_at timestamptz not null,
  likes integer not null default 0,
  comments integer not null default 0,
  activity_id text not null
);
create index posts_by_agent on posts (agent_id, published_at desc);

-- Wall clock (recorded_at).
create table minute_stats (
  minute timestamptz not null,
  kind text not null,
  count integer not null,
  cost_usd double precision not null,
  primary key (minute, kind)
);

-- Wall day (UTC); model '' where none was called.
create table daily_stats (
  day date not null,
  persona_id text not null,
  kind text not null,
  model text not null,
  count integer not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cost_usd double precision not null,
  primary key (day, persona_id, kind, model)
);
