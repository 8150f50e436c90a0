import { commonVariables, decimal, loadConfig } from '@fleet/platform/config';

export type SchedulerConfig = {
  readonly natsUrl: string;
  readonly eventStoreUrl: string;
  readonly fleetSeed: string;
  /** Fleet seconds per real second, for a clock that is not anchored yet. */
  readonly timeScale: number;
  /** Fleet minutes in which 50 agents started together join; 0 is at once. */
  readonly rampMinutesPer50: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly logFormat: 'json' | 'line';
  readonly opsHost: string;
  readonly opsPort: number;
  readonly stopWithinMs: number;
};

const variables = {
  ...commonVariables(4_010),
  FLEET_RAMP: decimal('fleet minutes in which 50 agents started together join (0 is at once)', {
    min: 0,
    max: 10_080,
    default: 10,
  }),
};

/** @throws ConfigError naming every wrong variable */
export const readConfig = (env: NodeJS.ProcessEnv): SchedulerConfig => {
  const values = loadConfig(variables, env);
  return {
    natsUrl: values.NATS_URL,
    eventStoreUrl: values.EVENT_STORE_URL ?? values.NATS_URL,
    fleetSeed: values.FLEET_SEED,
    timeScale: values.FLEET_TIME_SCALE,
    rampMinutesPer50: values.FLEET_RAMP,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT,
    opsHost: values.OPS_HOST,
    opsPort: values.PORT,
    stopWithinMs: values.STOP_WITHIN_MS,
  };
};
