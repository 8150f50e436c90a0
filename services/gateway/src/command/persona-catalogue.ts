import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import type { Persona } from '@fleet/domain/persona/persona-events';
import { checkPersonaFiles, type PersonaFile, sentenceOf } from '@fleet/domain/persona/persona-files';
import { parseJson, readJsonFolder } from '@fleet/platform/json-file';

/**
 * What a new fleet begins with: the persona files of a folder, or the built-in ones where there is no such folder. A
 * wrong file is told, field by field, and left out; the others are taken.
 */
export const readCatalogue = async (folder: string, tell: (sentence: string) => void): Promise<readonly Persona[]> => {
  const texts = await readJsonFolder(folder);
  if (texts === null) return BUILT_IN_PERSONAS;
  const files = texts.map((text): PersonaFile => {
    const { name } = text;
    return text.kind === 'text'
      ? { name, ...parseJson(text.text) }
      : { name, kind: 'malformed', line: 1, message: text.message };
  });
  const { personas, problems } = checkPersonaFiles(files);
  for (const problem of problems) tell(sentenceOf(problem));
  return personas;
};
