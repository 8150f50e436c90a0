import { commonVariables, integer, loadConfig, secret } from '@fleet/platform/config';

const PORT = 4030;

export type ProjectorConfig = ReturnType<typeof projectorConfig>;

/** @throws ConfigError naming every wrong variable */
export const projectorConfig = (env: NodeJS.ProcessEnv) => {
  const values = loadConfig(
    {
      ...commonVariables(PORT),
      DATABASE_URL: secret('the Postgres database, like postgres://user:password@127.0.0.1:5432/fleet'),
      POOL_SIZE: integer('connections to Postgres', { min: 2, max: 100, default: 10 }),
    },
    env,
    [
      ({ DATABASE_URL }) =>
        DATABASE_URL === undefined || /^postgres(ql)?:\/\//.test(DATABASE_URL.reveal())
          ? null
          : {
              name: 'DATABASE_URL',
              problem: 'does not begin with postgres:// (its value is not shown)',
              fix: 'the Postgres database, like postgres://user:password@127.0.0.1:5432/fleet',
            },
    ],
  );
  return {
    natsUrl: values.NATS_URL,
    eventStoreUrl: values.EVENT_STORE_URL ?? values.NATS_URL,
    databaseUrl: values.DATABASE_URL.reveal(),
    poolSize: values.POOL_SIZE,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT,
    opsHost: values.OPS_HOST,
    port: values.PORT,
    stopWithinMs: values.STOP_WITHIN_MS,
  };
};
