-- What the audit is filtered by, each so that the newest of its entries are read where they lie. Words are looked for
-- in a bounded number of entries (gateway), so they need no index.
create index audit_by_operation on audit (operation_id, position desc) where operation_id is not null;
create index audit_refused on audit (position desc) where outcome = 'refused';
create index audit_by_kind on audit (target_kind, position desc);
create index audit_by_time on audit (at, position);
