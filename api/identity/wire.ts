import type { z } from 'zod';

const timeoutMs = 3_000;

/** The identity server cannot be asked, or answers what cannot be understood: whether a token holds is not known. */
export class IdentityServerAway extends Error {
  override readonly name = 'IdentityServerAway';
}

/** Asks the identity server. Its refusals too mean that it cannot be asked: they are of our settings, not of a token. */
export async function askJson<S extends z.ZodType>(
  url: string,
  shape: S,
  init: RequestInit = {},
): Promise<z.output<S>> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs), ...init }).catch(
    (cause: unknown) => {
      throw new IdentityServerAway(`${url} does not answer`, { cause });
    },
  );
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new IdentityServerAway(`${url} answers ${response.status}`);
  }
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new IdentityServerAway(`${url} answers no JSON`, { cause });
  });
  const read = shape.safeParse(body);
  if (!read.success) throw new IdentityServerAway(`${url} answers in an unknown form`, { cause: read.error });
  return read.data;
}
