import type { Request, RequestHandler } from 'express';

/** Where our own paths begin. */
const ownFolders = ['api', 'console', 'webhooks', 'files', 'sounds', 'health', 'metrics'];

/** The path of `SiteUrl`, such as `/0`; empty where it has none, and while it is not known. */
export function rootOf(siteUrl: string): string {
  return siteUrl === '' ? '' : new URL(siteUrl).pathname.replace(/\/+/g, '/').replace(/\/$/, '');
}

/** Whether what is below such a path could be told from our own paths. */
export function isTellable(root: string): boolean {
  return !root.split('/').some((folder) => isOwn(folder));
}

function isOwn(folder: string): boolean {
  return ownFolders.includes(folder.toLowerCase());
}

/**
 * Answers below the path of `SiteUrl` as well as at the root (domain 1.11): a proxy may take that path away or leave it. Nothing is
 * looked up for our own paths, so that they answer while MongoDB is away.
 */
export function answerBelowSite(siteUrl: () => Promise<string>): RequestHandler {
  return async (request, response, next) => {
    const [, folder = ''] = request.path.split('/');
    if (folder !== '' && !isOwn(folder)) {
      const root = rootOf(await siteUrl());
      const isBelow = root !== '' && (request.path === root || request.path.startsWith(`${root}/`));
      if (isBelow) {
        const rest = request.url.slice(root.length);
        request.url = rest.startsWith('/') ? rest : `/${rest}`;
        response.locals.siteRoot = root;
      }
    }
    next();
  };
}

/**
 * What stands before our paths in the addresses that the caller sees: the path of `SiteUrl`, if he came by that. Behind a proxy that
 * takes it away, the host tells.
 */
export function siteRootOf(request: Request, siteUrl: string): string {
  const below: unknown = request.res?.locals.siteRoot;
  if (typeof below === 'string') return below;
  return siteUrl !== '' && new URL(siteUrl).host === request.host ? rootOf(siteUrl) : '';
}
