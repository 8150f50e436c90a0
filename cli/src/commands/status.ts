import { Activity, Fleet, page } from '@fleet/domain/read-models/api';
import type { Command } from 'commander';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { plural, shortened, table, usd } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

const shownActivities = 8;
const laggingMs = 5_000;

/** `fleet status`: exit code 1 when a part is not well. */
export const statusCommand = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  program
    .command('status')
    .description('what the fleet does at this moment')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const client = createGatewayClient(findTarget(options, around));
      const [fleet, recent] = await Promise.all([
        client.get('/fleet', Fleet),
        client.get(`/activity?limit=${shownActivities}`, page(Activity)),
      ]);
      around.stdout(options.json ? JSON.stringify({ fleet, activity: recent.data }) : describe(fleet, recent.data));
      finish(fleet.problems.length > 0 ? 1 : 0);
    });
};

/** The kinds that can be counted by name: 3 likes, but 3 skipped. */
const acted = new Set<string>(['post', 'comment', 'like', 'browse']);
const states = { running: 'running', paused: 'paused by an operator', paused_by_platform: 'paused by the platform' };

const describe = (fleet: Fleet, recent: readonly Activity[]): string => {
  const why = fleet.statusReason ? ` (${fleet.statusReason})` : '';
  const until = fleet.until ? `, until ${fleet.until}` : '';
  const { total, ...byStatus } = fleet.agents;
  const counts = Object.entries(byStatus).filter(([, count]) => count > 0);
  const minute = Object.entries(fleet.lastMinute).filter(([, count]) => count > 0);
  const { today, held, cap } = fleet.spend;
  const rows = [
    ['fleet', `${states[fleet.status]}${why}${until}`],
    [
      'agents',
      `${total}${counts.length > 0 ? `: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}` : ''}`,
    ],
    [
      'last minute',
      minute.length > 0
        ? minute.map(([kind, count]) => (acted.has(kind) ? plural(count, kind) : `${count} ${kind}`)).join(', ')
        : 'nothing',
    ],
    ...(fleet.humanShare == null
      ? []
      : [['people', `${Math.round(100 * fleet.humanShare)} % of posts and comments in 24 hours`]]),
    ['spend today', `${usd(today)} of ${usd(cap)}${held > 0 ? `, ${usd(held)} more held` : ''}`],
    ['activity level', String(fleet.activityLevel)],
    ['fleet clock', `${fleet.clock.fleet.slice(0, 16).replace('T', ' ')} UTC, ${fleet.clock.scale}× real time`],
    ['read model', fleet.lagMs > laggingMs ? `${Math.round(fleet.lagMs / 1000)} s behind` : 'up to date'],
  ];
  const problems = fleet.problems.map(({ part, message, since }) => `  ${part}: ${message} (since ${since})`);
  return [
    table(rows),
    ...(problems.length > 0 ? ['', 'Not well:', ...problems] : []),
    '',
    recent.length > 0 ? table(recent.map(activityRow), ['when', 'agent', 'what', '']) : 'Nothing has happened yet.',
  ].join('\n');
};

const activityRow = (activity: Activity): string[] => [
  `${activity.recordedAt.slice(11, 19)}`,
  `@${activity.username}`,
  activity.kind === activity.action || !activity.action ? activity.kind : `${activity.action} ${activity.kind}`,
  shortened(activity.reason ?? activity.text ?? activity.postTitle ?? '', 70),
];
