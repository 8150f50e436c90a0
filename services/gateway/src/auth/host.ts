const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether an address to listen on is reached from this machine alone. */
export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);

/** `::ffff:127.0.0.1` is loopback too. */
export const isLoopbackPeer = (address: string): boolean => isLoopback(address.replace(/^::ffff:/, ''));

const hostName = (host: string): string => host.toLowerCase().replace(/:\d+$/, '');

/**
 * Says whether a Host header names this gateway. A page of another site whose name was made to resolve to 127.0.0.1
 * (DNS rebinding) comes with its own name and is refused. Names stand without ports.
 */
export const hostCheck = (allowed: readonly string[]): ((host: string | undefined) => boolean) => {
  const names = new Set([...LOOPBACK, ...allowed.map(hostName)]);
  return (host) => host !== undefined && names.has(hostName(host));
};

/**
 * Whether a write that a browser sends with our cookie comes from our own pages. Browsers name themselves in both
 * headers; a client without them (curl) cannot be led by another site.
 */
export const isSameOrigin = (headers: {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (headers.origin === undefined) return true;
  const host = headers.host?.toLowerCase();
  return headers.origin.toLowerCase() === `http://${host}` || headers.origin.toLowerCase() === `https://${host}`;
};
