import type { PersonaView } from '@fleet/domain/read-models/api';

type Errors = { field: string; message: string }[];
type Changed =
  | { kind: 'done'; persona: object }
  | { kind: 'refused'; status: number; code: string; detail: string; errors?: Errors };
type Version = { version: number; at: string; by: string; persona: object };

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Personas of the mock as an operator edits them: each change a version. */
export class PersonaDesk {
  readonly #views: () => PersonaView[];
  readonly #changes = new Map<string, Partial<PersonaView> & { activityLevel?: number; hold?: boolean }>();
  readonly #versions = new Map<string, Version[]>();

  constructor(views: () => PersonaView[]) {
    this.#views = views;
  }

  all() {
    return this.#views().map((view) => ({
      activityLevel: 1,
      hold: view.id === 'ai_artist',
      agentsBehind: view.id === 'data_viz' ? 2 : 0,
      ...view,
      ...this.#changes.get(view.id),
    }));
  }

  one(id: string) {
    const view = this.all().find((one) => one.id === id);
    if (!view) return null;
    const { version: _v, retired: _r, agents: _a, activityLevel: _l, ...own } = view;
    const persona = {
      ...own,
      usernamePrefix: 'mock',
      workflow: 'social_square',
      names: ['Ines', 'Marek'],
      handles: ['light', 'grain'],
    };
    const first = { version: 1, at: new Date(Date.now() - 9 * dayMs).toISOString(), by: 'import', persona };
    return { ...view, persona, versions: [...(this.#versions.get(id) ?? []), first] };
  }

  change(id: string, given: Record<string, unknown>): Changed {
    const now = this.one(id);
    if (!now) return { kind: 'refused', status: 404, code: 'not_found', detail: `There is no persona ${id}.` };
    if (given.expectedVersion !== now.version)
      return {
        kind: 'refused',
        status: 409,
        code: 'version_changed',
        detail: `It is at version ${now.version} by now.`,
      };
    const persona = given.persona as PersonaView;
    if (Object.values(persona.weights).some((weight) => weight > 1))
      return {
        kind: 'refused',
        status: 422,
        code: 'invalid',
        detail: 'The persona does not fit.',
        errors: [{ field: 'persona.weights.post', message: 'must be at most 1' }],
      };
    const version = now.version + 1;
    this.#changes.set(id, { ...this.#changes.get(id), ...persona, version });
    const made = { version, at: new Date().toISOString(), by: 'admin', persona };
    this.#versions.set(id, [made, ...(this.#versions.get(id) ?? [])]);
    return { kind: 'done', persona: { ...this.one(id), position: '1' } };
  }

  level(id: string, activityLevel: number) {
    if (!this.one(id)) return null;
    this.#changes.set(id, { ...this.#changes.get(id), activityLevel });
    return { id, activityLevel, position: '1' };
  }

  preview() {
    const from = Math.ceil(Date.now() / hourMs) * hourMs;
    const hours = Array.from({ length: 24 }, (_, n) => {
      const swell = Math.max(0, Math.round(6 * Math.sin(((n - 4) / 24) * 2 * Math.PI)));
      return {
        at: new Date(from + n * hourMs).toISOString(),
        post: swell,
        comment: swell,
        like: swell * 2,
        browse: swell * 3,
      };
    });
    return { from: new Date(from).toISOString(), to: new Date(from + dayMs).toISOString(), hours };
  }
}
