/** Parameters of a step as they come over HTTP: anything may be missing or of another type. */
export type Parameters = Readonly<Record<string, unknown>>;

export function numberOf(parameters: Parameters, name: string, fallback: number, least: number, most: number): number {
  const value = parameters[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) return fallback;
  return Math.min(most, Math.max(least, value));
}

export function textOf(parameters: Parameters, name: string, fallback: string, longest = 2_000): string {
  const value = parameters[name];
  return typeof value === 'string' ? value.slice(0, longest) : fallback;
}

const colour = /^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,30}|(rgb|rgba|hsl|hsla)\([0-9.,%\s/]{3,60}\))$/;

/** A CSS colour, or the fallback: nothing else reaches an SVG attribute. */
export function colourOf(parameters: Parameters, name: string, fallback: string): string {
  const value = parameters[name];
  return typeof value === 'string' && colour.test(value) ? value : fallback;
}

export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows no control characters, so they go
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? c);
