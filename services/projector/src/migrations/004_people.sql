-- What people did in the gallery, as observed, beside what agents did. Ids and times alone. Wall clock.

create table human_posts (
  id text primary key,
  author_id text not null,
  posted_at timestamptz not null
);
create index human_posts_by_time on human_posts (posted_at);

create table human_comments (
  id text primary key,
  post_id text not null,
  author_id text not null,
  -- Whose post it is on: agent, person or unknown.
  on_author text not null,
  commented_at timestamptz not null
);
create index human_comments_by_post on human_comments (post_id, commented_at);
create index human_comments_by_time on human_comments (commented_at);

-- Counts of an hour and of a UTC day. `drawn`: what people did on agents' posts, counted in the human columns too.
-- Likes of people are changes of counters, and can be taken back: below zero in an hour where more were.
create table effect_hours (
  hour timestamptz primary key,
  human_posts integer not null,
  human_comments integer not null,
  human_likes integer not null,
  drawn_comments integer not null,
  drawn_likes integer not null,
  posts integer not null,
  comments integer not null,
  likes integer not null
);
create table effect_days (
  day date primary key,
  human_posts integer not null,
  human_comments integer not null,
  human_likes integer not null,
  drawn_comments integer not null,
  drawn_likes integer not null,
  posts integer not null,
  comments integer not null,
  likes integer not null
);

-- People by the UTC day on which they posted or commented.
create table person_days (
  day date not null,
  person_id text not null,
  primary key (day, person_id)
);

-- One row, id 'main'. When the gallery was last looked at; null: never.
create table gallery (
  id text primary key,
  observed_at timestamptz,
  newest_post_at timestamptz
);
insert into gallery (id) values ('main');

-- Whether a person's post was answered by an agent.
create index activities_comments_by_post on activities (post_id, recorded_at) where kind = 'comment' and not shadow;
