/** Parts of a `NATS_URL`, as the client wants them. */
export type BusAddress = {
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
  readonly tls: boolean;
};

/**
 * `nats://user:pass@host:4222`, several separated by commas (the login of the first counts), `tls://` for TLS; a user
 * without a password is a token.
 * @throws Error naming what is wrong, never with the login
 */
export const parseBusAddress = (url: string): BusAddress => {
  const parts = url.split(',').map((part) => part.trim());
  const parsed = parts.map((part) => {
    const address = URL.canParse(part.includes('://') ? part : `nats://${part}`)
      ? new URL(part.includes('://') ? part : `nats://${part}`)
      : null;
    if (!address?.hostname || !['nats:', 'tls:'].includes(address.protocol))
      throw new Error('a NATS address looks like nats://user:password@host:4222');
    return address;
  });
  const [first] = parsed;
  const name = first?.username ? decodeURIComponent(first.username) : undefined;
  const pass = first?.password ? decodeURIComponent(first.password) : undefined;
  return {
    servers: parsed.map((address) => `${address.hostname}:${address.port || 4222}`),
    tls: first?.protocol === 'tls:',
    ...(name && pass ? { user: name, pass } : name ? { token: name } : {}),
  };
};
