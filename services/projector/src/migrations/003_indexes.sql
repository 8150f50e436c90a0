-- What the lists of the gateway ask for most, at 100,000 agents and 1,000,000 activities: a page of agents by name took
-- 60 to 80 ms of sorting, a window of time far back seconds of walking there from the newest activity. Each activity
-- rewrites its agent's row and with it all of the row's indexes: other orders sort what they need.

create index if not exists agents_by_name on agents (name, id);
-- Few sleep at a time.
create index if not exists agents_asleep on agents (sleeping_until) where sleeping_until is not null;
create index if not exists activities_by_time on activities (recorded_at, position);
