-- What the gateway itself keeps: who may come in, which writes were already done, and work that outlives a request.
-- Secrets are here as SHA-256 alone. Runs with search_path set to schema access.

-- One row: the token made at first start, where none is configured.
create table admin_token (
  id boolean primary key default true check (id),
  token_hash bytea not null,
  created_at timestamptz not null default now()
);

create table sessions (
  id_hash bytea primary key,
  principal text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_by_expiry on sessions (expires_at);

-- One row per principal and Idempotency-Key for 24 hours. `answer` is null while the first request is under way.
create table idempotency (
  principal text not null,
  key text not null,
  request_hash bytea not null,
  created_at timestamptz not null default now(),
  status integer,
  content_type text,
  answer text,
  primary key (principal, key)
);
create index idempotency_by_age on idempotency (created_at);

-- Commands to many agents. `handled` counts how far into agent_ids the work is; a heartbeat that stands still means
-- that its gateway is gone and another may go on from there.
create table operations (
  id uuid primary key,
  action text not null,
  ordered_by text not null,
  reason text not null,
  agent_ids uuid[] not null,
  handled integer not null default 0,
  changed integer not null default 0,
  refused_count integer not null default 0,
  refused jsonb not null default '[]',
  position numeric(20) not null default 0,
  done boolean not null default false,
  created_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);
create index operations_unfinished on operations (heartbeat_at) where not done;

-- Where seeding goes on: only a hint that saves looking, the event store knows which agents exist.
create table seeding (
  fleet_seed text not null,
  persona text not null,
  next_index integer not null,
  primary key (fleet_seed, persona)
);
