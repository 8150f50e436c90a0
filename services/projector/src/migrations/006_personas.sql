-- Factors beside the fleet's level, by persona id; personas at 1 are not in it.
alter table fleet add column persona_levels jsonb not null default '{}';

-- Posts of agents on hold. `state` is what was said and done; that a draft expires is for the reader to tell, by his clock.
create table drafts (
  -- The tick that made it.
  id text primary key,
  state text not null,
  agent_id uuid not null,
  agent_name text not null,
  persona_id text,
  title text not null,
  caption text not null,
  image_url text not null,
  -- Wall clock.
  at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  reason text,
  post_id text,
  position numeric(20) not null
);
create index drafts_by_time on drafts (at desc, id desc);
create index drafts_by_agent on drafts (agent_id, at desc);
create index drafts_open on drafts (agent_id) where state in ('waiting', 'approved');
