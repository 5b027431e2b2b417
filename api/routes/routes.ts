import type { ApiDeps } from '../deps';
import type { Route } from '../http/route';
import { accountRoutes } from './account-routes';
import { auditRoutes } from './audit-routes';
import { channelRoutes } from './channel-routes';
import { chatActionRoutes } from './chat-action-routes';
import { chatProcessRoutes } from './chat-process-routes';
import { chatRoutes } from './chat-routes';
import { contactRoutes } from './contact-routes';
import { directoryRoutes } from './directory-routes';
import { documentRoutes } from './document-routes';
import { caseRoutes, orderRoutes } from './dossier-routes';
import { eventRoutes } from './event-routes';
import { exportRoutes } from './export-routes';
import { facebookRoutes } from './facebook-routes';
import { fileRoutes } from './file-routes';
import { handoverRoutes } from './handover-routes';
import { healthRoutes } from './health-routes';
import { messageRoutes } from './message-routes';
import { notificationRoutes } from './notification-routes';
import { operatorRoutes } from './operator-routes';
import { processRoutes } from './process-routes';
import { providerRoutes } from './provider-routes';
import { queueRoutes } from './queue-routes';
import { quickReplyRoutes } from './quick-reply-routes';
import { replyRoutes } from './reply-routes';
import { roleRoutes } from './role-routes';
import { sessionRoutes } from './session-routes';
import { settingRoutes } from './setting-routes';
import { soundRoutes } from './sound-routes';
import { supervisionRoutes } from './supervision-routes';
import { userRoutes } from './user-routes';

/** Every operation of the HTTP interface, a line each family; the API document lists the same. */
export function allRoutes(deps: ApiDeps): Route[] {
  const routes = [
    ...sessionRoutes(deps),
    ...accountRoutes(deps),
    ...userRoutes(deps),
    ...roleRoutes(deps),
    ...queueRoutes(deps),
    ...providerRoutes(deps),
    ...channelRoutes(deps),
    ...facebookRoutes(deps),
    ...soundRoutes(deps),
    ...settingRoutes(deps),
    ...auditRoutes(deps),
    ...operatorRoutes(deps),
    ...supervisionRoutes(deps),
    ...directoryRoutes(deps),
    ...chatRoutes(deps),
    ...contactRoutes(deps),
    ...exportRoutes(deps),
    ...messageRoutes(deps),
    ...replyRoutes(deps),
    ...handoverRoutes(deps),
    ...quickReplyRoutes(deps),
    ...processRoutes(deps),
    ...chatActionRoutes(deps),
    ...chatProcessRoutes(deps),
    ...caseRoutes(deps),
    ...orderRoutes(deps),
    ...notificationRoutes(deps),
    ...eventRoutes(deps),
    ...fileRoutes(deps),
    ...healthRoutes(deps),
  ];
  return [...routes, ...documentRoutes(routes, deps)];
}
