import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export type PostOutcome =
  | { kind: 'answered'; status: number }
  | { kind: 'silent' }
  | { kind: 'unreachable'; error: string }
  | { kind: 'forbidden'; reason: string };

const answersWithinMs = 10_000;

/**
 * Where no receiver of ours is, but credentials of the machine are: the addresses by which clouds tell a machine about itself.
 * Those of this machine and of its private network are left open, for there receivers do stand, and who sets the address is trusted
 * with the settings.
 */
const closed = new BlockList();
closed.addSubnet('169.254.0.0', 16, 'ipv4');
closed.addSubnet('0.0.0.0', 8, 'ipv4');
closed.addSubnet('224.0.0.0', 3, 'ipv4');
closed.addAddress('100.100.100.200', 'ipv4');
closed.addAddress('::', 'ipv6');
closed.addSubnet('fe80::', 10, 'ipv6');
closed.addSubnet('ff00::', 8, 'ipv6');
closed.addAddress('fd00:ec2::254', 'ipv6');

function isClosed(address: string): boolean {
  return closed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/** Looks at the very address that is called: a name may lead to another one a moment later. */
const openLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return done(error, []);
    const open = found.filter(({ address }) => !isClosed(address));
    const [first] = open;
    if (first === undefined) return done(new ForbiddenAddress(), []);
    if (options.all) return done(null, open);
    done(null, first.address, first.family);
  });
};

/** Posts a body. Redirects are not followed, and nothing of the answer is read but its status. */
export function post(url: string, body: string, headers: Record<string, string>): Promise<PostOutcome> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isClosed(host))
    return Promise.resolve<PostOutcome>({ kind: 'forbidden', reason: 'its address is closed' });
  return new Promise((resolve) => {
    const request = target.protocol === 'https:' ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(answersWithinMs);
    const length = { 'Content-Length': String(Buffer.byteLength(body)) };
    const call = request(target, { method: 'POST', headers: { ...headers, ...length }, lookup: openLookup, signal });
    call.once('response', (response) => {
      response.destroy();
      resolve({ kind: 'answered', status: response.statusCode ?? 0 });
    });
    call.once('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof ForbiddenAddress)
        resolve({ kind: 'forbidden', reason: 'its name leads to an address that is closed' });
      else if (signal.aborted) resolve({ kind: 'silent' });
      else resolve({ kind: 'unreachable', error: error.code ?? error.name });
    });
    call.end(body);
  });
}
