import { proxyActivities } from '@temporalio/workflow';
import type { ChatActionSteps } from '../../activities/chat-actions';

/** Short work in MongoDB: a killed worker is waited for as long, and a failover for minutes; then the process has failed and says so. */
const { findCase, openCase, findOrder, openOrder, notify } = proxyActivities<ChatActionSteps>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '10m',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
});

/** A receiver that is away is tried for half an hour, with growing pauses. */
const { postWebhook } = proxyActivities<ChatActionSteps>({
  startToCloseTimeout: '30s',
  heartbeatTimeout: '5s',
  scheduleToCloseTimeout: '30m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** What processes are made of. Ids go in and out, never a client's text: all that crosses stands in a history (domain 9.1). */
export const steps = { findCase, openCase, findOrder, openOrder, notify, postWebhook };
