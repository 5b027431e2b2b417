import express, { type Application, type Request } from 'express';
import { languages } from '../domain/languages';
import { isUnavailable } from '../storage/database';
import { createAuditing } from './audit';
import { mountConsole } from './console/console';
import type { ApiDeps } from './deps';
import { mountDocsAssets } from './docs/page';
import { createErrorHandler } from './http/error-handler';
import { speakByDefault } from './http/language';
import { mountRoutes, refuseUnknownPath } from './http/mount';
import { observe } from './http/observe';
import { createOpenStreams } from './http/open-streams';
import { securityHeaders } from './http/security-headers';
import { answerBelowSite, siteRootOf } from './http/site-root';
import { cutOffLateBodies } from './http/slow-bodies';
import { soon } from './http/soon';
import { createFindCaller } from './identity/find-caller';
import { allRoutes } from './routes/routes';
import { mountWebhooks } from './webhooks';

/** For a webhook's body, or one of JSON: a megabyte in that time is 100 KB a second. */
const usualBodyPatienceMs = 10_000;

/** The whole of what listens. `endStreams` ends what has no end of its own, for a process that is to end. */
export function createApp(
  deps: ApiDeps,
  { bodyPatienceMs = usualBodyPatienceMs }: { bodyPatienceMs?: number } = {},
): { app: Application; endStreams(): void } {
  const { storage, log, metrics } = deps;
  const streams = createOpenStreams();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.trustedProxies);
  app.set('query parser', 'simple');
  const { siteUrl, language } = storage.settings;
  const lastSiteUrl = soon(siteUrl, '');
  app.use(observe(log, metrics), streams.track, cutOffLateBodies(), securityHeaders(), answerBelowSite(siteUrl.get));
  app.use(speakByDefault(soon(language, languages[0])));

  mountWebhooks(app, deps.providers, { deskFor: deps.deskFor, siteUrl: siteUrl.get, bodyPatienceMs });
  mountRoutes(app, allRoutes(deps), {
    siteRoot,
    bodyPatienceMs,
    keptRequests: storage.idempotencyKeys,
    recorderFor: createAuditing(deps),
    findCaller: createFindCaller(deps),
  });
  mountDocsAssets(app);
  mountConsole(app, siteRoot);

  app.use(refuseUnknownPath);
  app.use(createErrorHandler({ log, isUnavailable }));
  return { app, endStreams: streams.end };

  /** Pages are there while MongoDB is away too. */
  async function siteRoot(request: Request): Promise<string> {
    return siteRootOf(request, await lastSiteUrl());
  }
}
