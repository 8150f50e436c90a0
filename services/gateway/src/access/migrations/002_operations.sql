-- Operations as a resource: what became of each agent, what undoes or retries what. Rows of before have no results.
alter table operations
  -- How many agent_ids are: the list itself may be megabytes, and progress is asked for twice a second.
  add column matched integer not null default 0,
  add column failed_count integer not null default 0,
  add column undoes uuid,
  add column retries uuid,
  add column undone_by uuid,
  -- False: which agents it is for is known when the operation it undoes has stopped.
  add column gathered boolean not null default true,
  -- How often it was taken up again since it last got on.
  add column stalls integer not null default 0,
  add column traceparent text;
update operations set matched = cardinality(agent_ids);
create index operations_by_age on operations (created_at desc, id desc);

-- One row per agent that was told; `place` is its index in agent_ids.
create table operation_results (
  operation_id uuid not null references operations (id) on delete cascade,
  place integer not null,
  agent_id uuid not null,
  result text not null,
  code text,
  reason text,
  primary key (operation_id, place)
);
create index operation_results_by_kind on operation_results (operation_id, result, place);
