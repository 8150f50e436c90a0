export { type JsonText, type ParsedJson, parseJson } from './parse-json.ts';
export { type FolderText, readJsonFolder } from './read-folder.ts';
