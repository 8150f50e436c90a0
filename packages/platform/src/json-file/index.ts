export { type ParsedJson, parseJson } from './parse-json.ts';
export { type FolderText, readJsonFile, readJsonFolder } from './read-folder.ts';
