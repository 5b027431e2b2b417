import type { Api, CallOptions } from './api';
import { ApiError } from './api-error';

/** What a browser needs after the click to begin reading the file. */
const keptMs = 60_000;

/** The file name that the answer suggests (RFC 6266); null where it suggests none. */
function fileNameOf(contentDisposition: string | null): string | null {
  return /filename="?([^";]+)"?/.exec(contentDisposition ?? '')?.[1] ?? null;
}

/** Saves the answer of a GET route as a file: the token goes in a header, which a link cannot send. */
export async function download(
  api: Pick<Api, 'request'>,
  path: string,
  { fallbackName, ...options }: CallOptions & { fallbackName: string },
): Promise<void> {
  const response = await api.request('GET', path, options);
  const content = await response.blob().catch((error: unknown) => {
    throw ApiError.unreachable(error);
  });
  const address = URL.createObjectURL(content);
  saveFrom(address, fileNameOf(response.headers.get('Content-Disposition')) ?? fallbackName);
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}

/** Has the browser save what lies at an address. */
export function saveFrom(address: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
}
