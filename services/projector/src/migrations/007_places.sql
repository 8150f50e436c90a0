-- Where the event behind a row stands in its stream, so that it is found again in one step.
alter table activities add column revision integer not null;
alter table audit add column revision integer not null;

-- What was done about one post, newest first.
create index activities_by_post on activities (post_id, position desc) where post_id is not null;
