import { type ReadonlySignal, signal } from '@preact/signals';
import { siteRoot } from './site-root';

/** The console's own part of the address: `/inbox/…`, with the query. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

/** What the router needs of a browser's window. */
interface Addresses {
  location: { pathname: string; search: string };
  history: Pick<History, 'pushState' | 'replaceState'>;
  addEventListener(type: 'popstate', listener: () => void): void;
}

const consoleRoot = `${siteRoot}/console`;

/** The address of a place in the console, for links. */
export function hrefOf(path: string): string {
  return `${consoleRoot}${path === '/' ? '' : path}`;
}

/** Where a browser's address leads in the console; null for what is not of the console. */
export function placeOf(pathname: string, search: string): Place | null {
  if (pathname !== consoleRoot && !pathname.startsWith(`${consoleRoot}/`)) return null;
  const path = pathname.slice(consoleRoot.length).replace(/\/+$/, '');
  return { path: path === '' ? '/' : path, query: new URLSearchParams(search) };
}

/** The values of `:name` in a pattern such as `/inbox/:chatId`, or null; `/*` at the end takes any rest. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const isOpen = wanted.at(-1) === '*';
  if (isOpen) wanted.pop();
  if (isOpen ? given.length < wanted.length : given.length !== wanted.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
    } else if (value === '') return null;
    else values[part.slice(1)] = decoded(value);
  }
  return values;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where the reader is, and the way elsewhere; stores can send him as well as links. */
export function createRouter(browser: Addresses) {
  const here = () =>
    placeOf(browser.location.pathname, browser.location.search) ?? { path: '/', query: new URLSearchParams() };
  const place = signal<Place>(here());
  const guards = new Set<(to: string) => boolean>();
  let shown = browser.location.pathname + browser.location.search;
  const maySee = (to: string) => [...guards].every((mayLeave) => mayLeave(to));
  function arrive(): void {
    shown = browser.location.pathname + browser.location.search;
    place.value = here();
  }
  browser.addEventListener('popstate', () => {
    const { path, query } = here();
    if (maySee(query.size === 0 ? path : `${path}?${query}`)) arrive();
    // The browser is there already: it is brought back, and whoever is asked decides.
    else browser.history.pushState(null, '', shown);
  });

  return {
    place: place as ReadonlySignal<Place>,

    /** `path` may carry a query. A link that leads where the reader is changes nothing. */
    go(path: string, { replace = false }: { replace?: boolean } = {}): void {
      const [pathname = '', search = ''] = hrefOf(path).split('?');
      const query = search === '' ? '' : `?${search}`;
      if (pathname === browser.location.pathname && query === browser.location.search) return;
      if (!maySee(path)) return;
      browser.history[replace ? 'replaceState' : 'pushState'](null, '', pathname + query);
      arrive();
    },

    /** Asked before a link or the browser's own buttons are followed; false stays. For forms with something unsaved. Returns what takes it away. */
    guard(mayLeave: (to: string) => boolean): () => void {
      guards.add(mayLeave);
      return () => void guards.delete(mayLeave);
    },
  };
}

export type Router = ReturnType<typeof createRouter>;
