import type { Request, RequestHandler } from 'express';

/** Where our own paths begin. */
const ownFolders = ['api', 'console', 'webhooks', 'files', 'sounds', 'health', 'metrics'];

/** Where an installation identifies itself: below `/webhooks`, which every proxy in front has to let through. */
export const installationPath = '/webhooks/installation';

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
 * Answers below the path of `SiteUrl` as well as at the root (domain 1.11), whether a proxy strips that path or not. Our own
 * paths need no look-up, so they answer while MongoDB is away.
 */
export function answerBelowSite(siteUrl: () => Promise<string>): RequestHandler {
  return async (request, response, next) => {
    const [, folder = ''] = request.path.split('/');
    // Asked by an address that is to hold from now on.
    if (request.path.endsWith(installationPath)) request.url = installationPath;
    else if (folder !== '' && !isOwn(folder)) {
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

/** What stands before our paths for the caller: the path of `SiteUrl`, if he used it or a proxy for its host has stripped it. */
export function siteRootOf(request: Request, siteUrl: string): string {
  const below: unknown = request.res?.locals.siteRoot;
  if (typeof below === 'string') return below;
  return siteUrl !== '' && new URL(siteUrl).host === request.host ? rootOf(siteUrl) : '';
}
