import { loadConfig, url } from '@fleet/platform/config';
import { runUntilSignal } from '@fleet/platform/lifecycle';
import { createLog } from '@fleet/platform/log';
import { prepareLedger } from './prepare.ts';

/**
 * Makes the ledger and ends, for operators whose actors connect as users that may make nothing:
 * `DATABASE_URL=postgres://owner:…@host/fleet pnpm --filter @fleet/actor set-up-budget`
 */
await runUntilSignal(async (life) => {
  const config = loadConfig(
    {
      DATABASE_URL: url(['postgres', 'postgresql'], 'the database, as a user that may make schemas and roles'),
    },
    process.env,
  );
  const log = createLog({ service: 'budget-set-up', level: 'info', format: 'line' });
  life.useLog(log);
  const { role } = await prepareLedger(config.DATABASE_URL, log);
  log.info({ role }, 'the budget ledger is ready');
});
