/** No level is above this, whatever the factors. */
export const LEVEL_MAX = 4;

/** Factors of personas whose level is not 1, by persona id. */
export type PersonaLevels = Readonly<Record<string, number>>;

/** The level an agent is planned at: the fleet's times its persona's, 0 to 4. Monotone in both. */
export const levelOf = (fleetLevel: number, personaLevels: PersonaLevels, personaId: string | null): number =>
  Math.min(LEVEL_MAX, fleetLevel * (personaId === null ? 1 : (personaLevels[personaId] ?? 1)));
