/** A place in the administration. */
export function adminPath(...parts: string[]): string {
  return ['/administration', ...parts.map(encodeURIComponent)].join('/');
}
