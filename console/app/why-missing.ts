/** Why a file of the console did not come. */
export type WhyMissing = 'updated' | 'unreachable' | 'failed';

/**
 * The files of an older release are gone when a newer one is served. This page began with one file of its release: where that is gone
 * too, it was an update.
 */
export async function whyMissing(
  entry: string | undefined = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src,
  call: typeof fetch = (...args) => fetch(...args),
): Promise<WhyMissing> {
  if (entry === undefined) return 'failed';
  try {
    const { status } = await call(entry, { method: 'HEAD', cache: 'no-store' });
    if (status === 404) return 'updated';
    return status >= 502 ? 'unreachable' : 'failed';
  } catch {
    return 'unreachable';
  }
}
