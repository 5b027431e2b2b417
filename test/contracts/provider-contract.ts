import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import { type OutgoingMessage, type Provider, UnreadablePayload } from '../../channels/contract';
import type { IncomingMessage } from '../../domain/inbound';
import { callRoute, jsonOf } from '../support/call-route';
import { FakeDesk } from '../support/provider-desk';
import type { Part, ProviderHarness } from './provider-harness';
import { spoiltVariants } from './spoilt-payloads';

const stableWord = /^[a-z][a-z0-9_]*$/;
const sentence = /^.{15,}[.!]$/s;

function messagesOf(provider: Provider, payload: unknown): IncomingMessage[] {
  return provider.parse(payload).flatMap((event) => (event.kind === 'message' ? [event.message] : []));
}

function onlyMessage(provider: Provider, payload: unknown): IncomingMessage {
  const [message, ...more] = messagesOf(provider, payload);
  if (!message || more.length > 0) throw new Error('A payload of the harness has to become exactly one message');
  return message;
}

function outgoing(clientId: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    ...{ id: 'our-id', clientId, type: 'text', text: 'Hello', replyToExternalId: null, attachments: [] },
    ...{ template: null, lastIncomingAt: new Date(), site: { webhooksUrl: null } },
    ...changes,
  };
}

function partOf<Value>(part: Value | undefined): Value {
  if (!part) throw new Error('The harness leaves out a part that the suite is not told to go without');
  return part;
}

interface Options {
  /** Parts that this provider has not, each with the reason. */
  without?: Partial<Record<Part, string>>;
}

/** What every provider keeps to (domain 10), run against its messenger's stand-in. */
export function describeProvider(
  name: string,
  makeHarness: () => Promise<ProviderHarness>,
  options: Options = {},
): void {
  const { without = {} } = options;
  const describePart = (part: Part, title: string, tests: () => void) => {
    if (without[part] === undefined) describe(title, tests);
  };

  describe(`${name} meets the provider contract:`, () => {
    let harness: ProviderHarness;
    let provider: Provider;

    beforeEach(async () => {
      harness = await makeHarness();
      provider = harness.provider;
    });

    afterEach(() => harness.stop());

    /** No outcome may tell a secret: all of them end up in messages, health and logs. */
    function expectNoSecret(outcome: unknown): void {
      const told = JSON.stringify(outcome);
      for (const setting of harness.secretSettings) expect(told).not.toContain(harness.channel.settings[setting]);
    }

    describe('description', () => {
      it('has a code that is good in addresses, and a title', () => {
        expect(provider.code).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(provider.title).not.toBe('');
      });

      it('describes its settings so that a form can be made of them, with the secrets marked', () => {
        const { properties = {} } = z.toJSONSchema(provider.settingsSchema, { io: 'input' });
        const secrets = Object.entries(properties).filter(
          ([, field]) => typeof field === 'object' && field.secret === true,
        );
        expect(secrets.map(([field]) => field)).toEqual(harness.secretSettings);
      });

      it('takes the settings of the channel', () => {
        expect(provider.settingsSchema.safeParse(harness.channel.settings).success).toBe(true);
      });

      it('has limits that can be kept', () => {
        expect(provider.outgoing.maxTextLength).toBeGreaterThan(0);
        expect(provider.outgoing.maxAttachments).toBeGreaterThanOrEqual(0);
        for (const mediaType of ['image/png', 'application/x-odd', '']) {
          const limit = provider.outgoing.maxAttachmentBytes(mediaType);
          if (typeof limit === 'object') expect(limit.refused).toMatch(sentence);
          else expect(limit).toBeGreaterThan(0);
        }
      });

      it('is without what its suite leaves out', () => {
        expect(provider.poll === undefined).toBe('polling' in without);
        expect((provider.routes ?? []).length === 0).toBe('routes' in without);
      });
    });

    describe('registration', () => {
      it('finds source and name of a channel', async () => {
        const outcome = await provider.register(harness.channel.settings);
        expect(outcome).toMatchObject({
          kind: 'registered',
          source: expect.stringMatching(/./),
          name: expect.stringMatching(/./),
        });
      });

      it('finds the same source when the settings it gave are registered again', async () => {
        const first = await provider.register(harness.channel.settings);
        const second = await provider.register(first.kind === 'registered' ? first.settings : {});
        expect(second).toEqual(first);
      });
    });

    describePart('credentials', 'credentials', () => {
      it('are refused in a sentence when the messenger refuses them', async () => {
        const outcome = await provider.register(await partOf(harness.credentials).refused());
        expect(outcome).toEqual({ kind: 'refused', reason: expect.stringMatching(sentence) });
      });

      it('are refused in a sentence when they are missing', async () => {
        expect(await provider.register({})).toEqual({ kind: 'refused', reason: expect.stringMatching(sentence) });
      });

      it('lead to the same source when the messenger is away', async () => {
        const registered = await provider.register(harness.channel.settings);
        await partOf(harness.credentials).goAway();
        const outcome = await provider.register(harness.channel.settings);
        const source = registered.kind === 'registered' ? registered.source : undefined;
        expect(outcome).toMatchObject({ kind: 'unreachable', source, reason: expect.stringMatching(sentence) });
        expectNoSecret(outcome);
      });
    });

    describe('converter', () => {
      it('gives the same answer to the same payload', () => {
        const payload = harness.payloads.text('Hello');
        expect(provider.parse(structuredClone(payload))).toEqual(provider.parse(structuredClone(payload)));
      });

      it('changes nothing in the payload', () => {
        const payload = harness.payloads.text('Hello');
        const before = structuredClone(payload);
        provider.parse(payload);
        expect(payload).toEqual(before);
      });

      it('keeps text of any length and content as it is', () => {
        for (const written of [
          'x',
          '  \n',
          '😀 e\u0301 \u202Eabc',
          '<b>&amp;</b> {{x}} $where',
          'long '.repeat(200_000),
        ]) {
          expect(onlyMessage(provider, harness.payloads.text(written))).toMatchObject({ type: 'text', text: written });
        }
      });

      it('takes an empty text for a message', () => {
        expect(onlyMessage(provider, harness.payloads.text('')).text).toBe('');
      });

      it('keeps a kind that it does not know, with its payload', () => {
        const message = onlyMessage(provider, harness.payloads.unknownKind);
        expect(message.type).toBe('unsupported');
        expect(message.raw).toBeDefined();
        expect(JSON.parse(JSON.stringify(message.raw))).toEqual(message.raw);
      });

      it('gives order keys that keep the messenger’s order', () => {
        const messages = harness.payloads.inOrder.map((payload) => onlyMessage(provider, payload));
        const times = messages.map(({ timestamp }) => timestamp.getTime());
        expect(new Set(times).size).toBeLessThan(times.length);
        const sorted = [...messages].reverse();
        sorted.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.sequence - b.sequence);
        expect(sorted).toEqual(messages);
        expect(new Set(messages.map(({ externalId }) => externalId)).size).toBe(messages.length);
      });

      it('refuses what is not of its messenger as unreadable', () => {
        for (const payload of [undefined, null, 5, 'text', [], {}]) {
          expect(() => provider.parse(payload)).toThrow(UnreadablePayload);
        }
      });

      it('throws nothing else, whatever part of a payload is spoilt, and gives only events that can be stored', () => {
        const payloads = [harness.payloads.text('Hello'), harness.payloads.unknownKind, ...harness.payloads.inOrder];
        for (const payload of payloads.flatMap(spoiltVariants)) {
          try {
            for (const message of messagesOf(provider, payload)) {
              expect(Number.isFinite(message.timestamp.getTime())).toBe(true);
              expect(Number.isSafeInteger(message.sequence)).toBe(true);
              expect([typeof message.text, typeof message.clientId, typeof message.externalId]).toEqual([
                'string',
                'string',
                'string',
              ]);
              expect([message.clientId, message.externalId]).not.toContain('');
            }
          } catch (error) {
            if (!(error instanceof UnreadablePayload)) throw error;
          }
        }
      });
    });

    describePart('profiles', 'profiles', () => {
      it('are read', async () => {
        const { expected } = partOf(harness.profiles);
        expect(await provider.readProfile?.(harness.channel, harness.clientId)).toMatchObject(expected);
      });

      it('are empty for a client whom nobody knows', async () => {
        expect(await provider.readProfile?.(harness.channel, 'nobody')).toEqual({});
      });

      it('are empty when the messenger fails', async () => {
        await partOf(harness.profiles).fail();
        expect(await provider.readProfile?.(harness.channel, harness.clientId)).toEqual({});
      });
    });

    describe('attachment loader', () => {
      it('refuses a reference that is none', async () => {
        const outcome = await provider.loadAttachment(harness.channel, 'no-such-file');
        const failure = { code: expect.stringMatching(stableWord), reason: expect.stringMatching(sentence) };
        expect(outcome).toEqual({ kind: 'refused', failure });
        expectNoSecret(outcome);
      });
    });

    describePart('attachments', 'attachments', () => {
      it('are loaded', async () => {
        const { reference, content } = await partOf(harness.attachments).good();
        const outcome = await provider.loadAttachment(harness.channel, reference);
        if (outcome.kind !== 'loaded') throw new Error(`It was not loaded: ${JSON.stringify(outcome)}`);
        expect(await readText(outcome.content)).toBe(content.toString());
      });

      it('that are lost for good are refused in a sentence', async () => {
        const outcome = await provider.loadAttachment(harness.channel, await partOf(harness.attachments).lost());
        const failure = { code: expect.stringMatching(stableWord), reason: expect.stringMatching(sentence) };
        expect(outcome).toEqual({ kind: 'refused', failure });
        expectNoSecret(outcome);
      });

      it('that cannot be had now are left for later', async () => {
        const outcome = await provider.loadAttachment(harness.channel, await partOf(harness.attachments).later());
        expect(outcome).toMatchObject({ kind: 'later', reason: expect.stringMatching(sentence) });
        expectNoSecret(outcome);
      });
    });

    describe('sender', () => {
      it('sends a text and tells its id at the messenger', async () => {
        const outcome = await provider.send(harness.channel, outgoing(harness.clientId));
        expect(outcome).toMatchObject({ kind: 'sent', externalId: expect.stringMatching(/./) });
      });
    });

    describe('repeated sending', () => {
      it('has no second effect where the provider says so', async () => {
        if (!provider.recognisesRepeats) return;
        const message = outgoing(harness.clientId);
        const first = await provider.send(harness.channel, message);
        expect(await provider.send(harness.channel, message)).toEqual(first);
      });
    });

    describePart('sendingTrouble', 'sender in trouble', () => {
      const send = () => provider.send(harness.channel, outgoing(harness.clientId));

      it('reports a refusal with a stable word and a sentence', async () => {
        await partOf(harness.sendingTrouble).refuse();
        const outcome = await send();
        const failure = { code: expect.stringMatching(stableWord), reason: expect.stringMatching(sentence) };
        expect(outcome).toMatchObject({ kind: 'refused', failure });
        expectNoSecret(outcome);
      });

      it('leaves for later what is refused for now', async () => {
        await partOf(harness.sendingTrouble).refuseForNow();
        const outcome = await send();
        expect(outcome).toMatchObject({ kind: 'later', reason: expect.stringMatching(sentence) });
        expectNoSecret(outcome);
      });

      it('leaves for later what cannot have been sent, because no connection was made', async () => {
        await partOf(harness.sendingTrouble).goAway();
        const outcome = await send();
        expect(outcome).toMatchObject({ kind: 'later', reason: expect.stringMatching(sentence) });
        expectNoSecret(outcome);
      });

      it('says that it does not know when the answer is lost', async () => {
        await partOf(harness.sendingTrouble).loseAnswer();
        const outcome = await send();
        expect(outcome).toEqual({ kind: 'unknown', reason: expect.stringMatching(sentence) });
        expectNoSecret(outcome);
      });
    });

    describePart('polling', 'poll', () => {
      const poll = (cursor: string | null, signal: AbortSignal) =>
        provider.poll?.({ channel: harness.channel, cursor, signal, isFirst: true });

      it('ends at once when it is told to, and leaves the cursor where it was', async () => {
        const ending = new AbortController();
        const outcome = poll(null, ending.signal);
        setTimeout(() => ending.abort(), 100);
        expect(await outcome).toEqual({ kind: 'batch', events: [], cursor: null });
      });

      it('does not stumble over a cursor that is none', async () => {
        const ending = new AbortController();
        const outcome = poll('{odd', ending.signal);
        setTimeout(() => ending.abort(), 100);
        expect(await outcome).toMatchObject({ kind: 'batch', events: [] });
      });
    });

    describePart('routes', 'routes', () => {
      it('have paths and operation ids of their own', () => {
        const routes = provider.routes ?? [];
        expect(new Set(routes.map(({ operationId }) => operationId)).size).toBe(routes.length);
        expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
        for (const { path } of routes) expect(path).toMatch(/^(\/[\w.:-]+)*$/);
      });

      it('answer 403 to who cannot prove who he is, and leave nothing behind', async () => {
        for (const call of partOf(harness.routes).unauthenticated) {
          const desk = new FakeDesk([harness.channel]);
          const response = await callRoute(provider, desk, call);
          expect({ path: call.path, status: response.status }).toEqual({ path: call.path, status: 403 });
          expect(response.headers?.['content-type']).toBe('application/problem+json');
          expect(jsonOf(response)).toMatchObject({ status: 403, code: expect.stringMatching(stableWord) });
          expect(desk.received).toEqual([]);
        }
      });
    });
  });
}
