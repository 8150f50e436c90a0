import type { PersonaTexts } from '../ports.ts';

export const PERSONAS_KEPT = 1_000;
export const VERSIONS_KEPT = 50;
/** Of all texts together, as UTF-8: a persona's longest texts are some 60 kB, so hundreds of these fit. */
export const KEPT_BYTES = 32 * 1024 * 1024;

export type KeptTexts = {
  /** Of a version that is not kept, the persona's newest; null: of a persona that is not. */
  get(persona: string, version: number): PersonaTexts | null;
  put(texts: PersonaTexts): void;
};

type Kept = { readonly texts: PersonaTexts; readonly bytes: number };
/** `version`: an older one, its agents now write as the newest; `persona`: its last, its agents write without. */
export type Dropped = { readonly what: 'version' | 'persona'; readonly persona: string; readonly version: number };

/**
 * Texts of personas by version, bounded three ways: versions of a persona, personas, and bytes of all. Where there are
 * too many bytes the oldest superseded version goes first, then the persona that changed longest ago; the texts that
 * came last always stay.
 * @param dropped told of everything that a bound but the versions' own took
 */
export const createKeptTexts = (dropped: (one: Dropped) => void, keptBytes = KEPT_BYTES): KeptTexts => {
  /** By persona, the last changed one last; versions likewise. */
  const personas = new Map<string, Map<number, Kept>>();
  /** Every kept version, in the order they came. */
  const order = new Map<string, PersonaTexts>();
  let bytes = 0;

  const drop = ({ persona, version }: PersonaTexts) => {
    const versions = personas.get(persona);
    bytes -= versions?.get(version)?.bytes ?? 0;
    order.delete(`${persona}@${version}`);
    versions?.delete(version);
    if (versions?.size === 0) personas.delete(persona);
  };
  const newestOf = (persona: string): PersonaTexts | undefined =>
    [...(personas.get(persona)?.values() ?? [])].at(-1)?.texts;
  const oldestSuperseded = (): PersonaTexts | undefined => {
    for (const texts of order.values()) if (newestOf(texts.persona) !== texts) return texts;
    return undefined;
  };
  const dropOldestPersona = () => {
    const [persona = ''] = personas.keys();
    const newest = newestOf(persona);
    for (const { texts } of [...(personas.get(persona)?.values() ?? [])]) drop(texts);
    if (newest) dropped({ what: 'persona', persona: newest.persona, version: newest.version });
  };

  const put = (texts: PersonaTexts) => {
    const { persona, version } = texts;
    drop(texts);
    const versions = personas.get(persona) ?? new Map<number, Kept>();
    const size = Buffer.byteLength(JSON.stringify(texts));
    versions.set(version, { texts, bytes: size });
    bytes += size;
    order.set(`${persona}@${version}`, texts);
    personas.delete(persona);
    personas.set(persona, versions);
    for (const { texts: oldest } of versions.values()) {
      if (versions.size <= VERSIONS_KEPT) break;
      drop(oldest);
    }
    while (personas.size > PERSONAS_KEPT) dropOldestPersona();
    while (bytes > keptBytes) {
      const superseded = oldestSuperseded();
      if (superseded) {
        drop(superseded);
        dropped({ what: 'version', persona: superseded.persona, version: superseded.version });
      } else if (personas.size > 1) dropOldestPersona();
      else break;
    }
  };

  return {
    get: (persona, version) => personas.get(persona)?.get(version)?.texts ?? newestOf(persona) ?? null,
    put,
  };
};
