-- Agents seeded together, so that how far the platform is with their users can be told.
create table seedings (
  id uuid primary key,
  ordered_by text not null,
  persona text,
  fleet_seed text not null,
  agent_ids uuid[] not null,
  created_at timestamptz not null default now()
);
create index seedings_by_time on seedings (created_at desc);

-- Versions on their way to the agents of their persona, in the order of agents' ids. A heartbeat that stands still means
-- that its gateway is gone and another may go on behind `last_agent`.
create table adoptions (
  id uuid primary key,
  persona_id text not null,
  version integer not null,
  ordered_by text not null,
  reason text not null,
  matched integer not null,
  handled integer not null default 0,
  changed integer not null default 0,
  refused_count integer not null default 0,
  refused jsonb not null default '[]',
  last_agent uuid,
  position numeric(20) not null default 0,
  done boolean not null default false,
  created_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);
create index adoptions_unfinished on adoptions (heartbeat_at) where not done;
