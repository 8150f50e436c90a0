-- Who did what, refused commands too. One row per event an operator (or a service that stopped itself) is behind.
create table audit (
  id uuid primary key,
  position numeric(20) not null,
  -- Wall clock.
  at timestamptz not null,
  by text not null,
  action text not null,
  target_kind text not null,
  target_id text not null,
  target_name text,
  outcome text not null,
  code text,
  reason text,
  detail text,
  operation_id text
);
create index audit_by_position on audit (position, id);
create index audit_by_target on audit (target_id, position desc);
create index audit_by_action on audit (action, position desc);
create index audit_by_who on audit (by, position desc);

-- Wall clock, as minute_stats, for ranges of weeks and months.
create table hour_stats (
  hour timestamptz not null,
  kind text not null,
  count integer not null,
  cost_usd double precision not null,
  primary key (hour, kind)
);

-- Fleet clock, without skipped ticks. Quarters of an hour, since zones lie whole quarters from UTC (Nepal's by 5:45):
-- what is asked in any zone is counted, not shared out. persona_id '' for agents without one.
create table quarter_stats (
  quarter timestamptz not null,
  persona_id text not null,
  count integer not null,
  primary key (quarter, persona_id)
);

-- One row per agent that ever acted: what burstiness and memory need to know of its gaps (seconds of fleet time), and
-- its actions in the hours up to `hours_to` (number of the hour since 1970, wall clock), oldest first.
create table agent_rhythm (
  agent_id uuid primary key,
  last_at timestamptz not null,
  gaps integer not null,
  gap_sum double precision not null,
  gap_squares double precision not null,
  gap_products double precision not null,
  gap_first double precision not null,
  gap_last double precision not null,
  hours jsonb not null,
  hours_to integer not null
);

-- Gaps of all agents of a persona, log-spaced as in the domain's measures of timing.
create table gap_bins (
  persona_id text not null,
  bin smallint not null,
  count integer not null,
  primary key (persona_id, bin)
);

-- Wall day (UTC), of ticks that used a model or cost money. Prompt as `id@version`, '' where none was used.
create table daily_usage (
  day date not null,
  agent_id uuid not null,
  prompt text not null,
  count integer not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cost_usd double precision not null,
  primary key (day, agent_id, prompt)
);
