import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';

type Path = readonly (string | number)[];

/** JSON that a person wrote: comments and trailing commas are fine, and every value knows its line, from 1. */
export type ParsedJson = {
  readonly kind: 'parsed';
  readonly value: unknown;
  /** Line of the value at a path, or of the innermost one around it that is there. */
  lineOf(path: Path): number;
};
export type JsonText = ParsedJson | { readonly kind: 'malformed'; readonly line: number; readonly message: string };

/** `InvalidSymbol` → `invalid symbol`. */
const inWords = ({ error }: ParseError): string =>
  printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();

/** Never throws for what a file may hold. */
export const parseJson = (text: string): JsonText => {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) return { kind: 'malformed', line: lineAt(first.offset), message: `is not JSON: ${inWords(first)}` };
  if (!root) return { kind: 'malformed', line: 1, message: 'is empty' };
  const nodeAt = (path: Path): Node => {
    for (let length = path.length; length > 0; length--) {
      const node = findNodeAtLocation(root, path.slice(0, length));
      if (node) return node;
    }
    return root;
  };
  return { kind: 'parsed', value: getNodeValue(root), lineOf: (path) => lineAt(nodeAt(path).offset) };
};
