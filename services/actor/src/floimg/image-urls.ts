/** Hosts (with port, where it is not the scheme's own) that pictures may come from. */
export type ImageHosts = ReadonlySet<string>;

export const imageHostsOf = (baseUrl: URL, more: readonly string[]): ImageHosts =>
  new Set([baseUrl.host, ...more.map((host) => host.toLowerCase())]);

/**
 * A picture's absolute address. A self-hosted Studio names its pictures relative to itself. Null for anything that is
 * not http(s) or not on an allowed host, and for addresses with a password in them.
 */
export const resolveImageUrl = (baseUrl: URL, raw: string, hosts: ImageHosts): string | null => {
  if (raw === '' || raw.length > 2_000) return null;
  const rooted = raw.startsWith('/') && !raw.startsWith('//');
  const prefix = baseUrl.pathname.replace(/\/+$/, '');
  let url: URL;
  try {
    url = rooted ? new URL(`${baseUrl.origin}${prefix}${raw}`) : new URL(raw, `${baseUrl.origin}${prefix}/`);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  return hosts.has(url.host) ? url.href : null;
};
