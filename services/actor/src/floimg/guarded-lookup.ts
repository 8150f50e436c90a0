import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const never = new BlockList();
never.addSubnet('169.254.0.0', 16, 'ipv4');
never.addSubnet('fe80::', 10, 'ipv6');
never.addAddress('fd00:ec2::254', 'ipv6');

/**
 * Looks the platform's name up at the moment of connecting, and refuses addresses where cloud machines keep their
 * credentials: whoever can change the name must not be handed the service token's requests there. The platform itself
 * may be on this machine or network; it is the one host that the operator names, and nothing else is ever connected to.
 */
export const guardedLookup =
  (lookup: LookupFunction = systemLookup): LookupFunction =>
  (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '');
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      const allowed = addresses.filter(({ address }) => !never.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
      const [first] = allowed;
      if (!first) return done(new Error(`${hostname} is at a link-local address, which is never connected to`), '');
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
