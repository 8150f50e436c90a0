import { basename, join } from 'node:path';
import type { Persona } from '@fleet/domain/persona/persona-events';
import { checkPersonaFiles, type FileProblem, type PersonaFile } from '@fleet/domain/persona/persona-files';
import { type FolderText, parseJson, readJsonFile, readJsonFolder } from '@fleet/platform/json-file';
import { CliError, type Surroundings } from './surroundings.ts';

export type CheckedFiles = { readonly personas: readonly Persona[]; readonly problems: readonly FileProblem[] };

export const personasDirOf = ({ root, env }: Surroundings): string => env.PERSONAS_DIR || join(root, 'personas');

const parsed = (text: FolderText): PersonaFile => {
  const { name } = text;
  return text.kind === 'text'
    ? { name, ...parseJson(text.text) }
    : { name, kind: 'malformed', line: 1, message: text.message };
};

/** The persona files named, or all of the folder. @throws CliError where there are none to look at */
export const readPersonaFiles = async (around: Surroundings, paths: readonly string[]): Promise<CheckedFiles> => {
  const folder = personasDirOf(around);
  const texts =
    paths.length > 0
      ? await Promise.all(paths.map((path) => readJsonFile(path, basename(path))))
      : await readJsonFolder(folder);
  if (texts === null || texts.length === 0)
    throw new CliError(`There are no persona files in ${folder}; fleet persona export writes them there.`);
  return checkPersonaFiles(texts.map(parsed));
};
