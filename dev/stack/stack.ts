import { join } from 'node:path';
import { buildDashboard } from './dashboard-build.ts';
import { portAllocator } from './free-port.ts';
import { likelyFix } from './likely-fix.ts';
import { anchorLocalClock, type LocalClock } from './local-clock.ts';
import { natsSpec, untilNatsGreets } from './nats.ts';
import type { StackOptions } from './options.ts';
import { type SupervisedPostgres, superviseLocalPostgres } from './postgres.ts';
import { type Printer, timed } from './printer.ts';
import type { RunFiles, RunInfo } from './run-file.ts';
import type { Secrets } from './secrets.ts';
import { addressesOf, type Ports, serviceSpecs, standInSpecs } from './spec.ts';
import { EXIT_CONFIG, type Exit, type ProcessSpec, type Supervised, supervise } from './supervised.ts';
import { untilReady } from './until-ready.ts';

const READY_WITHIN_MS = 60_000;
/** Ctrl-C ends everything within this, whatever a process does with its own time. */
const DRAIN_WITHIN_MS = 9_000;

export type Stack = {
  readonly info: () => RunInfo;
  readonly clock: LocalClock;
  /** Rejects when a service ended for good because its configuration is wrong. */
  readonly failed: Promise<never>;
};

type Parts = {
  readonly options: StackOptions;
  readonly printer: Printer;
  readonly runFiles: RunFiles;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
};

const portsOf = async (options: StackOptions, printer: Printer): Promise<Ports> => {
  const take = portAllocator(options.portBase, (name, wanted, got) =>
    printer.warn(`port ${wanted} is busy: ${name} takes ${got}`),
  );
  const gateway = await take('the dashboard', 0);
  const studio = options.own.studioUrl ? 0 : await take('the gallery', 1);
  const llm = options.own.llmProvider === 'offline' ? await take('the LLM stand-in', 2) : 0;
  const nats = options.own.natsUrl ? 0 : await take('NATS', 3);
  const postgres = options.own.databaseUrl ? 0 : await take('Postgres', 4);
  const scheduler = await take('scheduler', 5);
  const actors = [await take('actor-1', 6), await take('actor-2', 7)];
  return { gateway, studio, llm, nats, postgres, scheduler, actors, projector: await take('projector', 8) };
};

/** Everything that runs, in the order in which it is started; `drain` stops it in the order in which work flows. */
export const openStack = ({ options, printer, runFiles, secrets, signal }: Parts) => {
  const running = new Map<string, Supervised>();
  let postgres: SupervisedPostgres | null = null;
  let info: RunInfo | null = null;
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  const publish = (): void => {
    if (!info) return;
    const services = [...running.values()].map(({ name, pid, port }) => ({ name, pid: pid() ?? 0, port }));
    if (postgres) services.push({ name: 'postgres', pid: postgres.pid() ?? 0, port: postgres.port });
    info = { ...info, services };
    runFiles.publish(info);
  };

  /** Said whole the first time; a crash that repeats itself takes one line. */
  const saidOf = new Map<string, string>();
  const crashed = (name: string, logPath: string) => (exit: Exit, restartInMs: number | null) => {
    if (signal.aborted) return;
    const how = exit.signal ? `by ${exit.signal}` : `with code ${exit.code}`;
    const said = exit.lastLines.join('\n') || '(it said nothing)';
    if (restartInMs === null) {
      printer.fail(`${name} stopped ${how}: its configuration is wrong`);
      printer.indent(said);
      fail(new Error(`${name} cannot run with this configuration (code ${EXIT_CONFIG})`));
      return;
    }
    const seconds = (restartInMs / 1_000).toFixed(1);
    const fix = likelyFix(exit.lastLines);
    const repeats = saidOf.get(name) === fix + how;
    saidOf.set(name, fix + how);
    printer.fail(`${name} stopped ${how}${repeats ? ' again' : ''}; started again in ${seconds} s (log: ${logPath})`);
    if (repeats) return;
    printer.indent(`its last lines:\n${said}\nlikely fix: ${fix}`);
  };

  const launch = (spec: ProcessSpec): Supervised => {
    // The first start is announced by the map itself; a later one only changes the pid.
    const service = supervise(spec, runFiles, crashed(spec.name, spec.logPath), () => queueMicrotask(publish));
    running.set(spec.name, service);
    return service;
  };
  const launchReady = async (spec: ProcessSpec, path: string): Promise<Supervised> => {
    const service = launch(spec);
    await untilReady(service, `http://127.0.0.1:${spec.port}${path}`, READY_WITHIN_MS, signal);
    return service;
  };

  const startPostgres = async (port: number): Promise<SupervisedPostgres> => {
    const started = await superviseLocalPostgres({
      dataDir: options.dataDir,
      port,
      runFiles,
      onCrash: (lastLines) => {
        printer.fail('postgres stopped; it is started again. Its last lines:');
        printer.indent(lastLines.slice(-8).join('\n'));
        printer.indent(`likely fix: ${likelyFix(lastLines)}`);
      },
      onRestart: publish,
    });
    postgres = started;
    return started;
  };

  const start = async (): Promise<Stack> => {
    const ports = await portsOf(options, printer);
    const own = options.own;
    const stand = standInSpecs(options, ports, secrets);
    const at = (port: number) => () => `127.0.0.1:${port}`;
    const log = (line: string): void => printer.line(`    ${line}`);

    const [database] = await Promise.all([
      own.databaseUrl ??
        timed(printer, 'Postgres', () => startPostgres(ports.postgres), at(ports.postgres)).then(({ url }) => url),
      own.natsUrl
        ? null
        : timed(
            printer,
            'NATS',
            async () =>
              untilNatsGreets(
                launch(await natsSpec({ dataDir: options.dataDir, port: ports.nats, secrets, log })),
                signal,
              ),
            at(ports.nats),
          ),
      own.studioUrl
        ? null
        : timed(printer, 'Studio stand-in', () => launchReady(stand.studio, '/health'), at(ports.studio)),
      own.llmProvider === 'offline' && !process.env.LLM_BASE_URL
        ? timed(printer, 'LLM stand-in', () => launchReady(stand.llm, '/health'), at(ports.llm))
        : null,
      timed(
        printer,
        'Dashboard build',
        () => buildDashboard(options.root),
        (done) => done,
      ),
    ]);

    const addresses = addressesOf(options, ports, secrets, database);
    const clock = await timed(
      printer,
      'Clock',
      () =>
        anchorLocalClock({
          options,
          natsUrl: addresses.nats,
          realSpending: own.studioUrl !== null || own.llmProvider === 'openai',
          signal,
        }),
      ({ scale }) => `${scale}× real time`,
    );
    const specs = serviceSpecs(options, ports, secrets, addresses, clock.scale);
    await timed(
      printer,
      'Services',
      () =>
        Promise.race([
          failed,
          Promise.all(
            [specs.projector, specs.gateway, specs.scheduler, ...specs.actors].map((spec) =>
              launchReady(spec, '/ready'),
            ),
          ),
        ]),
      () => 'scheduler, 2 actors, projector, gateway',
    );

    const gateway = `http://127.0.0.1:${ports.gateway}`;
    info = {
      ready: true,
      dashboard: `${gateway}/#token=${secrets.adminToken}`,
      api: `${gateway}/api/v1`,
      docs: `${gateway}/docs`,
      gallery: addresses.studio,
      metrics: `${gateway}/metrics`,
      nats: addresses.nats,
      eventStore: addresses.eventStore,
      database,
      token: secrets.adminToken,
      dataDir: options.dataDir,
      timeScale: clock.scale,
      services: [],
    };
    publish();
    return { info: () => info as RunInfo, clock, failed };
  };

  const drain = async (): Promise<void> => {
    const until = performance.now() + DRAIN_WITHIN_MS;
    const left = (most: number): number => Math.max(100, Math.min(most, until - performance.now()));
    const stop = (most: number, ...names: string[]): Promise<unknown> =>
      Promise.all(names.map(async (name) => running.get(name)?.stop(left(most))));
    // Work ends where it begins: no new ticks, then the ones in hand, then their events, then the servers under them.
    await stop(1_500, 'scheduler');
    await stop(6_500, 'actor-1', 'actor-2');
    await stop(1_500, 'projector', 'gateway');
    await stop(1_000, 'studio', 'llm');
    await Promise.all([stop(1_500, 'nats'), postgres?.stop()]);
  };

  const force = (): void => {
    for (const service of running.values()) service.kill();
    const pid = postgres?.pid();
    if (pid) process.kill(pid, 'SIGQUIT');
  };

  return { start, drain, force, logs: join(options.dataDir, 'logs') };
};
