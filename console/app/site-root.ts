const consoleFolder = '/console';

/** What stands before `/console` in a browser's address: the path of the installation's public address, mostly nothing. */
export function siteRootIn(pathname: string): string {
  const at = `${pathname}/`.indexOf(`${consoleFolder}/`);
  return at === -1 ? '' : pathname.slice(0, at);
}

/** There is no address where stores are tested without a browser. */
const { location } = globalThis as { location?: { pathname: string } };

/** Of this page: all that is asked for begins with it. */
export const siteRoot = siteRootIn(location?.pathname ?? '');

/** Fields of answers in which files have their addresses. */
const addressFields: ReadonlySet<string> = new Set(['url', 'previewUrl', 'photoUrl']);

/** What the service answered. It tells addresses of files from its root on. */
export function readAnswer(text: string, root = siteRoot): unknown {
  if (root === '') return JSON.parse(text);
  return JSON.parse(text, (name, value: unknown) => {
    const isOurs = addressFields.has(name) && typeof value === 'string' && value.startsWith('/');
    return isOurs ? root + value : value;
  });
}
