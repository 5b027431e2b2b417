import { z } from 'zod';
import { installationPath } from './http/site-root';

const patienceMs = 3_000;
/** Longer than what an installation says of itself. */
const answerBytes = 1_000;
const saidShape = z.object({ installation: z.string() });

/** What answers at an address: this installation, something else, or nothing that can be reached from here. */
export type SiteProbe = (siteUrl: string) => Promise<'ours' | 'anothers' | 'out_of_reach'>;

/**
 * Looks at an address that is to be ours (domain 1.11). What can't be reached from here tells nothing of how the world reaches it, and
 * a 5xx is that of a proxy with nobody behind it yet.
 */
export function createSiteProbe(fingerprint: string, call: typeof fetch = fetch): SiteProbe {
  return async (siteUrl) => {
    try {
      const signal = AbortSignal.timeout(patienceMs);
      const response = await call(siteUrl + installationPath, { redirect: 'manual', signal });
      const said = await installationIn(response);
      if (response.status >= 500) return 'out_of_reach';
      return said === fingerprint ? 'ours' : 'anothers';
    } catch {
      return 'out_of_reach';
    }
  };
}

/** Null where the answer is none of Parley's. */
async function installationIn(response: Response): Promise<string | null> {
  try {
    const said = saidShape.parse(JSON.parse(await firstBytesOf(response)));
    return response.status === 200 ? said.installation : null;
  } catch {
    return null;
  }
}

async function firstBytesOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    size += piece.length;
    // Leaving the loop cancels the rest.
    if (size > answerBytes) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}
