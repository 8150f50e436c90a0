/** Whether one part that a service needs is well, and since when it is as it is. */
export type Check = {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  /** Wall time, ISO 8601. */
  readonly since: string;
};

/** Looks at one part: gives anything (a text is shown) when it is well, rejects with the reason when not. */
export type Probe = () => Promise<unknown>;

const probeWithinMs = 3_000;
/** Asked more often than this, the last answers are given again. */
const freshForMs = 500;

/** Asks all probes at once, each for at most 3 s, and remembers since when each part is well or not. */
export const createChecks = (
  probes: Readonly<Record<string, Probe>>,
  wallNow: () => number = Date.now,
): (() => Promise<Check[]>) => {
  const last = new Map<string, Check>();
  let current: Promise<Check[]> | null = null;
  const look = async (name: string, probe: Probe): Promise<Check> => {
    const { ok, message } = await asked(probe);
    const before = last.get(name);
    const since = before?.ok === ok ? before.since : new Date(wallNow()).toISOString();
    const check = { name, ok, message, since };
    last.set(name, check);
    return check;
  };
  return () => {
    if (!current) {
      current = Promise.all(Object.entries(probes).map(([name, probe]) => look(name, probe)));
      void current.then(() => setTimeout(() => (current = null), freshForMs).unref());
    }
    return current;
  };
};

const asked = async (probe: Probe): Promise<{ ok: boolean; message: string }> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${probeWithinMs} ms`)), probeWithinMs);
  });
  try {
    const said = await Promise.race([probe(), late]);
    return { ok: true, message: typeof said === 'string' ? said : 'ok' };
  } catch (error) {
    return { ok: false, message: (error as Error).message.slice(0, 300) };
  } finally {
    clearTimeout(timer);
  }
};
