-- The event last projected: the projector asks the store whether it still stands there. After a wipe, or with another
-- store behind the same address, positions mean nothing, and going on would skip events without a word.
alter table checkpoint
  add column stream text,
  add column revision integer,
  add column event_id uuid;
