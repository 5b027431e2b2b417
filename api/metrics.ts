import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Storage } from '../storage/storage';
import { chatsOfFailingRules } from './failing-rules';

/** A scrape does not wait longer for what the store has to tell. */
const countedWithinMs = 1_000;

/** What operations can read at `/metrics`; others add theirs to the registry. */
export function createMetrics(storage: Pick<Storage, 'channels' | 'chats' | 'queues'>) {
  const registry = new Registry();
  new Gauge({
    name: 'parley_chats_of_failing_rules',
    help: 'Chats that wait because their routing rule fails, does not answer or names nobody there is, by rule.',
    labelNames: ['rule'],
    registers: [registry],
    async collect() {
      const counts = await chatsOfFailingRules(storage);
      this.reset();
      for (const [rule, count] of counts) this.set({ rule }, count);
    },
  });
  new Counter({
    name: 'parley_messages_left_out_total',
    help: 'Messages that were brought and not taken in, by channel and reason, over all processes.',
    labelNames: ['channel', 'provider', 'reason'],
    registers: [registry],
    async collect() {
      // While the store is away, what it told last stands.
      const channels = await storage.channels.leftOut(countedWithinMs).catch(() => null);
      if (channels === null) return;
      this.reset();
      for (const { _id: channel, provider, leftOut = {} } of channels)
        for (const [reason, count] of Object.entries(leftOut)) this.inc({ channel, provider, reason }, count);
    },
  });
  return {
    registry,
    httpDuration: new Histogram({
      name: 'parley_http_request_duration_seconds',
      help: 'How long requests took, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    webhookRefusals: new Counter({
      name: 'parley_webhook_refusals_total',
      help: 'Calls of webhooks that were refused, by provider and reason. Nothing else is kept of them.',
      labelNames: ['provider', 'reason'],
      registers: [registry],
    }),
  };
}

/** Adds what Node tells of the process. Once for a process: what is observed for this is observed until its end. */
export function measureProcess({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry });
}

export type Metrics = ReturnType<typeof createMetrics>;
