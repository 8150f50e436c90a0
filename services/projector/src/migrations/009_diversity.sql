-- Texts of agents that were not let pass because they, or nearly they, were said before; in shadow mode too.
alter table effect_hours add column turned_away integer not null default 0;
alter table effect_days add column turned_away integer not null default 0;

-- The newest words of a range, and who posted in it: a few in a hundred of all activities, found without the others.
create index activities_words_by_time on activities (recorded_at desc)
  where kind in ('post', 'comment') and not shadow;
create index activities_posts_by_time on activities (recorded_at) include (agent_id, persona_id)
  where kind = 'post' and not shadow;
