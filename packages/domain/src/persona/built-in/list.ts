/** Words of a text, split at white space. */
export const list = (text: string): string[] => text.trim().split(/\s+/);
