import type { OutgoingMessage, Provider } from '../../channels/contract';
import type { IncomingMessage } from '../../domain/inbound';
import type { Part, ProviderHarness } from './provider-harness';

const stableWord = /^[a-z][a-z0-9_]*$/;
const sentence = /^.{15,}[.!]$/s;

/** What people read. */
export const aSentence: unknown = expect.stringMatching(sentence);
export const aStableWord: unknown = expect.stringMatching(stableWord);
export const aFailure = { code: aStableWord, reason: aSentence };
export const something: unknown = expect.stringMatching(/./);

/** What the parts of the suite share: the harness of the test that runs, and what holds of every outcome. */
export interface ProviderSuite {
  readonly harness: ProviderHarness;
  readonly provider: Provider;
  without: Partial<Record<Part, string>>;
  describePart(part: Part, title: string, tests: () => void): void;
  /** No outcome may tell a secret: all of them end up in messages, health and logs. */
  expectNoSecret(outcome: unknown): void;
  /** A message of ours to the harness's client. */
  outgoing(changes?: Partial<OutgoingMessage>): OutgoingMessage;
}

export function createProviderSuite(
  makeHarness: () => Promise<ProviderHarness>,
  without: Partial<Record<Part, string>>,
): ProviderSuite {
  let current: ProviderHarness | undefined;
  beforeEach(async () => {
    current = await makeHarness();
  });
  afterEach(async () => {
    await current?.stop();
    current = undefined;
  });
  const harness = () => partOf(current);
  return {
    get harness() {
      return harness();
    },
    get provider() {
      return harness().provider;
    },
    without,
    describePart: (part, title, tests) => {
      if (without[part] === undefined) describe(title, tests);
    },
    expectNoSecret: (outcome) => {
      const told = JSON.stringify(outcome);
      const { secretSettings, channel } = harness();
      for (const setting of secretSettings) expect(told).not.toContain(channel.settings[setting]);
    },
    outgoing: (changes = {}) => ({
      ...{ id: 'our-id', clientId: harness().clientId, type: 'text', text: 'Hello' },
      ...{ replyToExternalId: null, attachments: [], template: null, lastIncomingAt: new Date() },
      site: { webhooksUrl: null },
      ...changes,
    }),
  };
}

export function partOf<Value>(part: Value | undefined): Value {
  if (!part) throw new Error('The harness leaves out a part that the suite is not told to go without');
  return part;
}

export function messagesOf(provider: Provider, payload: unknown): IncomingMessage[] {
  return provider.parse(payload).flatMap((event) => (event.kind === 'message' ? [event.message] : []));
}

export function onlyMessage(provider: Provider, payload: unknown): IncomingMessage {
  const [message, ...more] = messagesOf(provider, payload);
  if (!message || more.length > 0) throw new Error('A payload of the harness has to become exactly one message');
  return message;
}
