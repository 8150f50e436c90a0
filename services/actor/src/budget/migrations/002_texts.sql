-- The fleet's last 10,000 texts, so that no two agents publish twins. The trigram extension may stand in any schema:
-- it is looked up, since the function's search path is fixed.
create extension if not exists pg_trgm;

create table texts (
  id bigint primary key,
  attempt_id text not null unique check (length(attempt_id) between 1 and 200),
  body text not null
);
create index texts_by_body on texts using hash (body);

do $do$
declare
  v_trgm text := (select nspname from pg_extension join pg_namespace n on n.oid = extnamespace where extname = 'pg_trgm');
begin
  execute format('create index texts_by_likeness on budget.texts using gin (body %I.gin_trgm_ops)', v_trgm);

  -- 'claimed', or 'near_duplicate' of another attempt's text: more than 0.6 alike, or the same (texts without letters
  -- have no trigrams). Look and insert under one lock. The same attempt may repeat its claim, or change its text.
  execute format($sql$
    create function budget.claim_text(p_attempt_id text, p_text text) returns text
    language plpgsql security definer set search_path = pg_catalog, %I, pg_temp
    set pg_trgm.similarity_threshold = 0.6 as $body$
    declare
      v_body text := lower(btrim(regexp_replace(left(p_text, 2000), '\s+', ' ', 'g')));
      v_id bigint;
    begin
      if v_body is null or v_body = '' then
        raise exception 'no text to claim' using errcode = 'invalid_parameter_value';
      end if;
      perform set_config('synchronous_commit', 'off', true); -- a claim lost in a crash is a twin at worst
      perform pg_advisory_xact_lock(7203, 0);
      if exists (select from budget.texts where attempt_id = p_attempt_id and body = v_body) then
        return 'claimed';
      end if;
      if exists (select from budget.texts where body = v_body and attempt_id <> p_attempt_id) then
        return 'near_duplicate';
      end if;
      if exists (select from budget.texts
          where body %% v_body and similarity(body, v_body) > 0.6 and attempt_id <> p_attempt_id) then
        return 'near_duplicate';
      end if;
      select coalesce(max(id), 0) + 1 into v_id from budget.texts;
      insert into budget.texts (id, attempt_id, body) values (v_id, p_attempt_id, v_body)
        on conflict (attempt_id) do update set id = excluded.id, body = excluded.body;
      delete from budget.texts where id <= v_id - 10000;
      return 'claimed';
    end $body$
  $sql$, v_trgm);
end $do$;

revoke all on function budget.claim_text(text, text) from public;
