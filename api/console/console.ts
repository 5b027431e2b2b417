import type { Application, Request, Response } from 'express';
import { Problem } from '../../domain/problem';
import { type ConsoleFile, readConsoleFiles } from './files';

const root = '/console';
const indexName = 'index.html';

/** Nothing inline, nothing from elsewhere, and no text becomes markup even where the page had a fault. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Serves the web console, which needs no token itself: what it shows comes from the HTTP interface. */
export function mountConsole(
  app: Application,
  siteRoot: (request: Request) => Promise<string>,
  files = readConsoleFiles(),
): void {
  app.get('/', async (request, response) => {
    response.locals.route = '/';
    response.redirect(302, (await siteRoot(request)) + root);
  });
  app.get([root, `${root}/*path`], async (request, response) => {
    response.locals.route = root;
    if (files === null) throw new Problem('not_found', 'The console is not built: `npm run build` builds it.');
    const file = fileFor(request.path, files);
    serve(isPage(file) ? pageAt(await siteRoot(request), file) : file, request, response);
  });
}

function isPage({ mediaType }: ConsoleFile): boolean {
  return mediaType.startsWith('text/html');
}

/** The build links files relative to the page. As the page is served at many paths, the links are made absolute. */
function pageAt(siteRoot: string, page: ConsoleFile): ConsoleFile {
  const addressed = page.content.toString('utf8').replace(/(src|href)="\.\//g, `$1="${siteRoot}${root}/`);
  return { ...page, content: Buffer.from(addressed), brotli: null, gzip: null };
}

/** Paths below the root are places in the console, which finds them itself; only files that it names can be missing. */
function fileFor(path: string, files: ReadonlyMap<string, ConsoleFile>): ConsoleFile {
  const name = path.slice(root.length + 1);
  const isAsset = name.startsWith('assets/');
  const file = files.get(name) ?? (isAsset ? undefined : files.get(indexName));
  if (file === undefined) throw new Problem('not_found', 'There is no such file; reload the page.');
  return file;
}

function serve(file: ConsoleFile, request: Request, response: Response): void {
  response.set({
    'Content-Type': file.mediaType,
    'Content-Security-Policy': contentSecurityPolicy,
    'Cache-Control': cacheControl(file),
    Vary: 'Accept-Encoding',
    // The page differs by the address that it is served at.
    ...(isPage(file) ? {} : { ETag: file.etag }),
  });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const encoding = request.acceptsEncodings('br', 'gzip', 'identity');
  const packed = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : null;
  if (packed !== null) response.set('Content-Encoding', String(encoding));
  response.end(packed ?? file.content);
}

/** The page names the hashed files: an old one would ask for those of the last release. */
function cacheControl(file: ConsoleFile): string {
  if (file.isHashed) return 'public, max-age=31536000, immutable';
  return isPage(file) ? 'no-store' : 'no-cache';
}
