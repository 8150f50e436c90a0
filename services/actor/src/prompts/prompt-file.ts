import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PromptRef } from '@fleet/domain/activity/activity-events';

/** The three parts of a prompt, from what never changes (providers cache it) to what changes with every call. */
const SECTIONS = ['static', 'persona', 'situation'] as const;
/** `repair`: what is added when the answer could not be used; a version may have none. */
type Section = (typeof SECTIONS)[number] | 'repair';

export type PromptFile = {
  readonly ref: PromptRef;
  fill(section: Section, values: Readonly<Record<string, string>>): string;
};

const sectionsOf = (name: string, text: string): Readonly<Record<Section, string>> => {
  const parts = text.split(/^=== (\w+) ===\n/m);
  const found = new Map<string, string>();
  for (let i = 1; i + 1 < parts.length; i += 2) found.set(parts[i] ?? '', (parts[i + 1] ?? '').trimEnd());
  const of = (section: Section): string => {
    const body = found.get(section);
    if (body === undefined) throw new Error(`prompt ${name} has no section ${section}`);
    return body;
  };
  return {
    ...{ static: of('static'), persona: of('persona'), situation: of('situation') },
    repair: found.get('repair') ?? '',
  };
};

/**
 * Reads `<id>@<version>.md`. A published version is never edited: its hash stands in events. Placeholders are
 * `{{name}}`; one without a value is a bug. Values are put in as they are and are not searched for placeholders.
 */
export const loadPrompt = (id: string, version: number): PromptFile => {
  const name = `${id}@${version}`;
  const text = readFileSync(new URL(`./${name}.md`, import.meta.url), 'utf8');
  const sections = sectionsOf(name, text);
  return {
    ref: { id, version, hash: createHash('sha256').update(text).digest('hex') },
    fill: (section, values) =>
      sections[section].replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
        const value = values[key];
        if (value === undefined) throw new Error(`prompt ${name}: no value for ${key}`);
        return value;
      }),
  };
};
