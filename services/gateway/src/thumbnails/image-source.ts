import { BlockList, isIP } from 'node:net';

/** Where images may come from: the operator's own gallery, and hosts that the operator named beside it. */
export type ImageHosts = {
  /** With port, where it is not the scheme's own. */
  readonly gallery: string;
  readonly more: readonly string[];
};

const MAX_URL_CHARS = 2_000;

/** The address of an image that may be fetched; null for anything that is not http(s) on one of the hosts. */
export const imageUrlOf = (raw: string, { gallery, more }: ImageHosts): URL | null => {
  if (raw.length > MAX_URL_CHARS || !URL.canParse(raw)) return null;
  const url = new URL(raw);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  const host = url.host.toLowerCase();
  if (host !== gallery.toLowerCase() && !more.some((one) => one.toLowerCase() === host)) return null;
  url.hash = '';
  return url;
};

const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');

const inside = new BlockList();
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['172.16.0.0', 12],
  ] as const),
  ...([
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const)
  inside.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ...([
    ['::', 128],
    ['::1', 128],
    ['64:ff9b::', 96],
    ['fc00::', 7],
    ['ff00::', 8],
  ] as const),
] as const)
  inside.addSubnet(net, prefix, 'ipv6');

/**
 * Whether a host may be reached at the address that its name came to. The gallery may be on this machine or network,
 * every other name may not: it could be made to point there. Cloud metadata lives on link-local addresses: never.
 */
export const mayConnect = (url: URL, address: string, hosts: ImageHosts): boolean => {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || linkLocal.check(address, family)) return false;
  return url.host.toLowerCase() === hosts.gallery.toLowerCase() || !inside.check(address, family);
};
