-- Posts that one call to the model wrote ahead, by shelf (a persona, or an agent of its own). One is taken by one attempt
-- and stays its own: asked again, the same attempt gets the same post. The oldest make room.
create table written_posts (
  id bigint generated always as identity primary key,
  shelf text not null check (length(shelf) between 1 and 100),
  written_by text not null check (length(written_by) between 1 and 200),
  place integer not null check (place between 0 and 99),
  post jsonb not null check (length(post::text) <= 8000),
  taken_by text unique check (length(taken_by) between 1 and 200),
  taken_at timestamptz,
  unique (written_by, place)
);
create index written_posts_free on written_posts (shelf, id) where taken_by is null;
create index written_posts_taken on written_posts (taken_at) where taken_by is not null;

-- Puts posts on a shelf; a repeat by the same attempt changes nothing. A shelf keeps 100, all shelves together 5,000
-- free ones; what was taken more than a day ago is let go.
create function put_written(p_attempt_id text, p_shelf text, p_posts jsonb) returns integer
language plpgsql security definer set search_path = budget, pg_catalog, pg_temp as $body$
declare
  v_put integer;
begin
  if jsonb_typeof(p_posts) <> 'array' or jsonb_array_length(p_posts) > 100 then
    raise exception 'an array of at most 100 posts is wanted' using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(7203, 1);
  insert into budget.written_posts (shelf, written_by, place, post)
    select p_shelf, p_attempt_id, (ordinality - 1)::integer, value
      from jsonb_array_elements(p_posts) with ordinality
    on conflict (written_by, place) do nothing;
  get diagnostics v_put = row_count;
  delete from budget.written_posts where taken_by is null and id in (
    select id from budget.written_posts where taken_by is null and shelf = p_shelf order by id desc offset 100);
  delete from budget.written_posts where taken_by is null and id in (
    select id from budget.written_posts where taken_by is null order by id desc offset 5000);
  delete from budget.written_posts where taken_at < clock_timestamp() - interval '1 day';
  return v_put;
end $body$;

-- The oldest free post of a shelf, now this attempt's own; null when there is none.
create function take_written(p_attempt_id text, p_shelf text) returns jsonb
language plpgsql security definer set search_path = budget, pg_catalog, pg_temp as $body$
declare
  v_post jsonb;
begin
  select post into v_post from budget.written_posts where taken_by = p_attempt_id;
  if found then
    return v_post;
  end if;
  update budget.written_posts set taken_by = p_attempt_id, taken_at = clock_timestamp()
    where id = (select id from budget.written_posts where shelf = p_shelf and taken_by is null
      order by id limit 1 for update skip locked)
    returning post into v_post;
  return v_post;
exception when unique_violation then
  -- Another delivery of the same attempt was quicker.
  select post into v_post from budget.written_posts where taken_by = p_attempt_id;
  return v_post;
end $body$;

revoke all on function budget.put_written(text, text, jsonb), budget.take_written(text, text) from public;
