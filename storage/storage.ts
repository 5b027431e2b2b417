import type { Connection } from 'mongoose';
import type { Case, Order } from '../domain/dossier';
import { createAuditLogStore } from './audit-log';
import { createChannelStore } from './channels';
import { createChatActionStore } from './chat-actions';
import { createChatStore } from './chats';
import { createChoreStore } from './chores';
import { createClientIdStore } from './client-ids';
import { createContactStore } from './contacts';
import { inTransaction, prepareCollection, type Tx } from './database';
import { createDossierStore } from './dossiers';
import { createErasureStore } from './erasures';
import { createFacebookLoginStore } from './facebook-logins';
import { createFileStore } from './files';
import { createForgottenMessageStore } from './forgotten-messages';
import { createIdempotencyKeyStore } from './idempotency-keys';
import type { Installation } from './installation';
import { createLiveEventStore } from './live-events';
import { createLoginAttemptStore } from './login-attempts';
import { createMergeStore } from './merges';
import { createMessageStore } from './messages';
import { createNotificationStore } from './notifications';
import { createOperatorStore } from './operators';
import { createOutageStore } from './outages';
import { createPresenceStore } from './presence';
import { createPresenceLeaseStore } from './presence-leases';
import { createPresetStore } from './presets';
import { createProcessRunStore } from './process-runs';
import { createProcessStore } from './processes';
import { createQueueStore } from './queues';
import { createQuickReplyStore } from './quick-replies';
import { createRefusedTokenStore } from './refused-tokens';
import { createRoleStore } from './roles';
import { createRoutingLogStore } from './routing-log';
import { createSessionStore } from './sessions';
import { createSettingStore } from './settings';
import { createSubjectStore } from './subjects';
import { createThreadStore } from './threads';
import { createUserStore } from './users';

/** All stores over one connection. */
export function createStorage(connection: Connection, installation: Pick<Installation, 'cipher' | 'messageHash'>) {
  const forgottenMessages = createForgottenMessageStore(connection, installation.messageHash);
  const users = createUserStore(connection);
  const stores = {
    cases: createDossierStore<Case['status']>(connection, { model: 'Case', collection: 'cases', counter: 'case' }),
    auditLog: createAuditLogStore(connection),
    channels: createChannelStore(connection, installation.cipher),
    chatActions: createChatActionStore(connection),
    chats: createChatStore(connection),
    chores: createChoreStore(connection),
    clientIds: createClientIdStore(connection),
    contacts: createContactStore(connection),
    facebookLogins: createFacebookLoginStore(connection, installation.cipher),
    erasures: createErasureStore(connection),
    files: createFileStore(connection),
    forgottenMessages,
    idempotencyKeys: createIdempotencyKeyStore(connection),
    liveEvents: createLiveEventStore(connection),
    loginAttempts: createLoginAttemptStore(connection),
    notifications: createNotificationStore(connection),
    merges: createMergeStore(connection),
    messages: createMessageStore(connection, forgottenMessages),
    operators: createOperatorStore(connection),
    orders: createDossierStore<Order['status']>(connection, { model: 'Order', collection: 'orders', counter: 'order' }),
    outages: createOutageStore(connection),
    presence: createPresenceStore(connection),
    presenceLeases: createPresenceLeaseStore(connection),
    processes: createProcessStore(connection),
    processRuns: createProcessRunStore(connection),
    queues: createQueueStore(connection, users.idsOfRoles),
    quickReplies: createQuickReplyStore(connection),
    refusedTokens: createRefusedTokenStore(connection),
    roles: createRoleStore(connection),
    routingLog: createRoutingLogStore(connection),
    sessions: createSessionStore(connection),
    settings: createSettingStore(connection, installation.cipher),
    subjects: createSubjectStore(connection),
    threads: createThreadStore(connection),
    users,
  };

  return {
    ...stores,
    presets: createPresetStore(connection),

    /** Whether MongoDB answers now. */
    async reachable(withinMs = 1_000): Promise<boolean> {
      const ping = connection.db?.command({ ping: 1 }, { timeoutMS: withinMs });
      return (
        ping?.then(
          () => true,
          () => false,
        ) ?? false
      );
    },

    inTransaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(connection, work),

    /** Makes collections and indexes that are missing; every process does it at its start. Rows are the business of `migrations/`. */
    async prepare(): Promise<void> {
      await Promise.all(Object.values(stores).map(({ model }) => prepareCollection(model)));
    },
  };
}

export type Storage = ReturnType<typeof createStorage>;
