/** A megabyte as messengers count it in their limits, so that a file of just the limit is told as just the limit. */
export const megabyte = 1024 * 1024;
const kilobyte = 1024;

/** "16 MB", "1.5 MB", "300 KB", "1 byte": nobody reads 16777216. */
export function sizeInWords(bytes: number): string {
  if (bytes >= megabyte) return `${withOneDigit(bytes / megabyte)} MB`;
  if (bytes >= kilobyte) return `${withOneDigit(bytes / kilobyte)} KB`;
  return bytes === 1 ? `${bytes} byte` : `${bytes} bytes`;
}

/** Never up: whoever keeps to what he was told is not refused. */
function withOneDigit(size: number): number {
  return Math.floor(size * 10) / 10;
}
