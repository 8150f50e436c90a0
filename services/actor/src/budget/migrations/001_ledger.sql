-- The budget ledger: the one authority on money. Amounts are USD with nine digits, which is exact for a single token of
-- the cheapest model. Days and months are UTC by the wall clock of this server. Runs with search_path set to budget.

-- One row. The gateway changes it (set_caps) after having written the change down as an event.
create table caps (
  id boolean primary key default true check (id),
  day numeric(18, 9) not null check (day >= 0),
  month numeric(18, 9) not null check (month >= 0),
  agent_day numeric(18, 9) not null check (agent_day >= 0),
  set_by text,
  set_at timestamptz
);
insert into caps (day, month, agent_day) values (5, 100, 1);

-- What was spent and what is held in each period; agent_id is '' for the fleet. Rows are updated all the time, in place.
create table periods (
  kind text not null check (kind in ('fleet_day', 'fleet_month', 'agent_day')),
  starts_on date not null,
  agent_id text not null,
  spent numeric(18, 9) not null default 0 check (spent >= 0),
  held numeric(18, 9) not null default 0 check (held >= 0),
  primary key (kind, starts_on, agent_id)
) with (fillfactor = 50);

-- One row per attempt that may cost money. `day` names its three periods for good: what is settled after midnight
-- counts where it was reserved. charged: never settled in time, so its ceiling counts as spent.
create table reservations (
  attempt_id text primary key check (length(attempt_id) between 1 and 200),
  agent_id text not null check (length(agent_id) between 1 and 100),
  day date not null,
  ceiling numeric(18, 9) not null check (ceiling >= 0),
  state text not null check (state in ('held', 'settled', 'charged')),
  cost numeric(18, 9),
  reserved_at timestamptz not null,
  ended_at timestamptz
);
create index reservations_held on reservations (reserved_at) where state = 'held';
create index reservations_exceeded on reservations (day) where cost > ceiling;
create index reservations_by_day on reservations (day);

-- The clock of every function here, so that it can be another one in a test. Helpers run with the search path of the
-- functions below that call them; nobody else may.
create function wall_now() returns timestamptz language sql volatile
  as $$ select clock_timestamp() $$;

create function utc_day() returns date language sql volatile
  as $$ select (budget.wall_now() at time zone 'utc')::date $$;

create function month_of(p_day date) returns date language sql immutable
  as $$ select date_trunc('month', p_day::timestamp)::date $$;

-- Holds more in a period where its cap leaves room, making the period if it is new; keeps its row locked.
create function hold(p_kind text, p_starts_on date, p_agent_id text, p_cap numeric, p_more numeric) returns boolean
language plpgsql as $$
begin
  -- Twice, since the first time the row may be missing, and somebody else may just be making it.
  for v_try in 1..2 loop
    update budget.periods set held = held + p_more
      where kind = p_kind and starts_on = p_starts_on and agent_id = p_agent_id and spent + held + p_more <= p_cap;
    if found then
      return true;
    end if;
    insert into budget.periods (kind, starts_on, agent_id) values (p_kind, p_starts_on, p_agent_id)
      on conflict do nothing;
  end loop;
  return false;
end $$;

create function book_one(p_kind text, p_starts_on date, p_agent_id text, p_spent numeric, p_held numeric) returns void
language plpgsql as $$
begin
  update budget.periods set spent = spent + p_spent, held = held + p_held
    where kind = p_kind and starts_on = p_starts_on and agent_id = p_agent_id;
  if not found then
    insert into budget.periods (kind, starts_on, agent_id, spent, held)
      values (p_kind, p_starts_on, p_agent_id, p_spent, p_held)
      on conflict (kind, starts_on, agent_id)
      do update set spent = periods.spent + excluded.spent, held = periods.held + excluded.held;
  end if;
end $$;

-- Always in this order, here and everywhere: fleet day, fleet month, agent day. So no two transactions wait for each other.
create function book(p_day date, p_agent_id text, p_spent numeric, p_held numeric) returns void
language plpgsql as $$
begin
  perform budget.book_one('fleet_day', p_day, '', p_spent, p_held);
  perform budget.book_one('fleet_month', budget.month_of(p_day), '', p_spent, p_held);
  perform budget.book_one('agent_day', p_day, p_agent_id, p_spent, p_held);
end $$;

-- An amount from outside: not negative, not absurd. NaN counts as greater than any number.
create function amount(p_usd numeric) returns numeric language plpgsql immutable as $$
begin
  if p_usd is null or p_usd < 0 or p_usd > 1000000 then
    raise exception 'not an amount in USD: %', p_usd using errcode = 'invalid_parameter_value';
  end if;
  return p_usd;
end $$;

-- Holds up to `p_ceiling` for an attempt: 'reserved', or the period whose cap has no room. A repeat is the same
-- reservation; one with a higher ceiling (the prompt has grown since) holds the difference too.
create function reserve(p_attempt_id text, p_agent_id text, p_ceiling numeric) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_ceiling numeric := ceil(budget.amount(p_ceiling) * 1000000000) / 1000000000;
  v_more numeric := v_ceiling;
  v_day date;
  v_agent_id text;
  v_caps budget.caps;
  v_known budget.reservations;
begin
  if v_ceiling = 0 then
    return 'reserved';
  end if;
  -- Two deliveries of one attempt come one after the other, also before its row exists.
  perform pg_advisory_xact_lock(7202, hashtext(p_attempt_id));
  select * into v_known from budget.reservations where attempt_id = p_attempt_id for update;
  if v_known.attempt_id is not null then
    if v_known.state = 'settled' or v_ceiling <= v_known.ceiling then
      return 'reserved';
    end if;
    v_more := v_ceiling - v_known.ceiling;
  end if;
  v_day := coalesce(v_known.day, budget.utc_day());
  v_agent_id := coalesce(v_known.agent_id, p_agent_id);
  select * into v_caps from budget.caps;

  if not budget.hold('fleet_day', v_day, '', v_caps.day, v_more) then
    return 'fleet_day';
  end if;
  if not budget.hold('fleet_month', budget.month_of(v_day), '', v_caps.month, v_more) then
    perform budget.book_one('fleet_day', v_day, '', 0, -v_more);
    return 'fleet_month';
  end if;
  if not budget.hold('agent_day', v_day, v_agent_id, v_caps.agent_day, v_more) then
    perform budget.book_one('fleet_day', v_day, '', 0, -v_more);
    perform budget.book_one('fleet_month', budget.month_of(v_day), '', 0, -v_more);
    return 'agent_day';
  end if;

  if v_known.attempt_id is null then
    insert into budget.reservations (attempt_id, agent_id, day, ceiling, state, reserved_at)
      values (p_attempt_id, p_agent_id, v_day, v_ceiling, 'held', budget.wall_now());
  else
    if v_known.state = 'charged' then
      perform budget.book(v_day, v_agent_id, v_more, -v_more);
    end if;
    update budget.reservations set ceiling = v_ceiling where attempt_id = p_attempt_id;
  end if;
  return 'reserved';
end $$;

-- States what an attempt cost: 'settled', or 'exceeded' where that is more than was held for it. The first word stands.
-- Money that nobody reserved was spent all the same: it is booked today, on the agent that the attempt's id names.
create function settle(p_attempt_id text, p_cost numeric) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_cost numeric := round(budget.amount(p_cost), 9);
  v_known budget.reservations;
begin
  -- A settlement that a crash of the server takes back leaves its reservation held, which is charged at its ceiling:
  -- the hot rows need not be kept locked until the disk has answered.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_advisory_xact_lock(7202, hashtext(p_attempt_id));
  select * into v_known from budget.reservations where attempt_id = p_attempt_id for update;
  if v_known.attempt_id is null then
    if v_cost = 0 then
      return 'settled';
    end if;
    insert into budget.reservations (attempt_id, agent_id, day, ceiling, state, cost, reserved_at, ended_at)
      values (p_attempt_id, left(split_part(p_attempt_id, '.', 1), 100), budget.utc_day(), 0, 'settled', v_cost,
        budget.wall_now(), budget.wall_now())
      returning * into v_known;
    perform budget.book(v_known.day, v_known.agent_id, v_cost, 0);
    return 'exceeded';
  end if;
  if v_known.state <> 'settled' then
    perform budget.book(v_known.day, v_known.agent_id,
      case v_known.state when 'charged' then v_cost - v_known.ceiling else v_cost end,
      case v_known.state when 'held' then -v_known.ceiling else 0 end);
    update budget.reservations set state = 'settled', cost = v_cost, ended_at = budget.wall_now()
      where attempt_id = p_attempt_id;
    v_known.cost := v_cost;
  end if;
  return case when v_known.cost > v_known.ceiling then 'exceeded' else 'settled' end;
end $$;

-- Charges what was held and never settled at its ceiling (its worker is gone), oldest first, at most p_limit of them,
-- and forgets what is long settled. Nothing younger than ten minutes is touched, whoever asks. Says how many it charged.
create function abandon_stale(p_older_than_s integer, p_limit integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_limit integer := least(greatest(p_limit, 0), 10000);
  v_before timestamptz := budget.wall_now() - make_interval(secs => greatest(p_older_than_s, 600));
  v_count integer := 0;
  v_sum record;
begin
  for v_sum in
    with stale as (
      update budget.reservations set state = 'charged', ended_at = budget.wall_now()
        where attempt_id in (
          select attempt_id from budget.reservations where state = 'held' and reserved_at < v_before
            order by reserved_at limit v_limit for update skip locked)
        returning agent_id, day, ceiling
    )
    select 1 as place, 'fleet_day' as kind, day as starts_on, '' as agent_id, sum(ceiling) as usd, count(*) as n
      from stale group by day
    union all
    select 2, 'fleet_month', budget.month_of(day), '', sum(ceiling), 0 from stale group by 3
    union all
    select 3, 'agent_day', day, agent_id, sum(ceiling), 0 from stale group by day, agent_id
    order by place, starts_on, agent_id
  loop
    perform budget.book_one(v_sum.kind, v_sum.starts_on, v_sum.agent_id, v_sum.usd, -v_sum.usd);
    v_count := v_count + v_sum.n;
  end loop;
  delete from budget.reservations where attempt_id in (
    select attempt_id from budget.reservations where day < budget.utc_day() - 45 and state <> 'held'
      order by day limit v_limit for update skip locked);
  return v_count;
end $$;

-- Caps, and what is spent and held today and this month; the p_top agents that cost most today.
create function overview(p_top integer) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_day date := budget.utc_day();
  v_caps budget.caps;
begin
  select * into v_caps from budget.caps;
  return jsonb_build_object(
    'caps', jsonb_build_object('day', v_caps.day, 'month', v_caps.month, 'agentDay', v_caps.agent_day,
      'setBy', v_caps.set_by, 'setAt', v_caps.set_at),
    'day', (select jsonb_build_object('startsOn', v_day, 'spent', coalesce(sum(spent), 0), 'held', coalesce(sum(held), 0))
      from budget.periods where kind = 'fleet_day' and starts_on = v_day and agent_id = ''),
    'month', (select jsonb_build_object('startsOn', budget.month_of(v_day), 'spent', coalesce(sum(spent), 0),
        'held', coalesce(sum(held), 0))
      from budget.periods where kind = 'fleet_month' and starts_on = budget.month_of(v_day) and agent_id = ''),
    'agents', (select coalesce(jsonb_agg(jsonb_build_object('agentId', agent_id, 'spent', spent, 'held', held)), '[]')
      from (select agent_id, spent, held from budget.periods where kind = 'agent_day' and starts_on = v_day
        order by spent + held desc, agent_id limit least(greatest(p_top, 0), 1000)) top),
    'exceeded', (select count(*) from budget.reservations where cost > ceiling and day >= budget.month_of(v_day)));
end $$;

create function set_caps(p_day numeric, p_month numeric, p_agent_day numeric, p_by text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update budget.caps set day = budget.amount(p_day), month = budget.amount(p_month),
    agent_day = budget.amount(p_agent_day), set_by = left(p_by, 100), set_at = budget.wall_now();
end $$;

revoke all on all functions in schema budget from public;
