-- Who may do what, said again at every start: it changes nothing where it stands already. Three roles without login:
-- one owns the tables, one is what actors run as, one is for a gateway that connects as a role of its own. Raises
-- insufficient_privilege where the connecting role may not make roles; then it stays the owner itself.
do $do$
declare
  v_super boolean := (select rolsuper from pg_roles where rolname = current_user);
  v_role text;
  v_object record;
begin
  foreach v_role in array array['fleet_budget_owner', 'fleet_budget_actor', 'fleet_budget_gateway'] loop
    if not exists (select from pg_roles where rolname = v_role) then
      begin
        execute format('create role %I nologin', v_role);
      exception when duplicate_object or unique_violation then
        null; -- Roles are shared by all databases of a server: somebody else was quicker.
      end;
    end if;
    if not v_super and not pg_has_role(current_user, v_role, 'usage') then
      execute format('grant %I to %I', v_role, current_user);
    end if;
  end loop;

  if (select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'budget') <> 'fleet_budget_owner' then
    alter schema budget owner to fleet_budget_owner;
  end if;
  for v_object in
    select tablename as name from pg_tables where schemaname = 'budget' and tableowner <> 'fleet_budget_owner'
  loop
    execute format('alter table budget.%I owner to fleet_budget_owner', v_object.name);
  end loop;
  for v_object in
    select p.oid::regprocedure as name from pg_proc p
      where p.pronamespace = 'budget'::regnamespace and pg_get_userbyid(p.proowner) <> 'fleet_budget_owner'
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  loop
    execute format('alter function %s owner to fleet_budget_owner', v_object.name);
  end loop;

  grant usage on schema budget to fleet_budget_actor, fleet_budget_gateway;
  grant execute on function budget.reserve(text, text, numeric), budget.settle(text, numeric),
    budget.claim_text(text, text), budget.abandon_stale(integer, integer) to fleet_budget_actor;
  grant execute on function budget.put_written(text, text, jsonb), budget.take_written(text, text)
    to fleet_budget_actor;
  grant execute on function budget.overview(integer), budget.set_caps(numeric, numeric, numeric, text)
    to fleet_budget_gateway;
end $do$;
