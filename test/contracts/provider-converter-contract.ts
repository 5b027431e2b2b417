import { UnreadablePayload } from '../../channels/contract';
import type { InboundEvent } from '../../domain/inbound';
import { messagesOf, onlyMessage, type ProviderSuite } from './provider-suite';
import { spoiltVariants } from './spoilt-payloads';

/** Every instant of an event, whatever its kind. */
function instantsOf(event: InboundEvent): Date[] {
  switch (event.kind) {
    case 'message':
    case 'echo':
      return [event.message.timestamp];
    case 'edit':
      return [event.message.timestamp, event.editedAt];
    case 'watermark':
      return [event.until];
    case 'reaction':
    case 'thread':
      return [event.at];
    case 'delivery':
    case 'typing':
      return [];
    default:
      return event satisfies never;
  }
}

/** By what the event finds its row. */
function idsOf(event: InboundEvent): string[] {
  switch (event.kind) {
    case 'message':
    case 'echo':
    case 'edit':
      return [event.message.clientId, event.message.externalId];
    case 'delivery':
    case 'reaction':
      return [event.clientId, event.externalId];
    case 'watermark':
    case 'thread':
    case 'typing':
      return [event.clientId];
    default:
      return event satisfies never;
  }
}

function expectStorable(event: InboundEvent): void {
  for (const instant of instantsOf(event)) expect(Number.isFinite(instant.getTime())).toBe(true);
  for (const id of idsOf(event)) expect([typeof id, id === '']).toEqual(['string', false]);
  if ('message' in event) {
    expect(Number.isSafeInteger(event.message.sequence)).toBe(true);
    expect(typeof event.message.text).toBe('string');
    expect(event.message.raw === undefined || JSON.stringify(event.message.raw)).toBeTruthy();
  }
}

/** Converter: pure, the same answer to the same payload, nothing dropped (domain 1.8, 2.3). */
export function describeConverter(suite: ProviderSuite): void {
  const allPayloads = () => {
    const { text, unknownKind, inOrder, others = [] } = suite.harness.payloads;
    return [text('Hello'), unknownKind, ...inOrder, ...others];
  };

  describe('converter', () => {
    it('gives the same answer, and so the same ids, to a payload that is delivered twice', () => {
      for (const payload of allPayloads()) {
        expect(suite.provider.parse(structuredClone(payload))).toEqual(suite.provider.parse(structuredClone(payload)));
      }
    });

    it('changes nothing in the payload', () => {
      for (const payload of allPayloads()) {
        const before = structuredClone(payload);
        suite.provider.parse(payload);
        expect(payload).toEqual(before);
      }
    });

    it('keeps text of any length and content as it is', () => {
      for (const written of [
        'x',
        '  x\n',
        '😀 e\u0301 \u202Eabc',
        '<b>&amp;</b> {{x}} $where',
        'long '.repeat(200_000),
      ]) {
        const message = onlyMessage(suite.provider, suite.harness.payloads.text(written));
        expect(message).toMatchObject({ type: 'text', text: written });
      }
    });

    it.each(['', '  \n'])('takes a text in which there is nothing to read for a message: %j', (nothing) => {
      expect(onlyMessage(suite.provider, suite.harness.payloads.text(nothing)).text.trim()).toBe('');
    });

    it('keeps a kind that it does not know, with its payload', () => {
      const message = onlyMessage(suite.provider, suite.harness.payloads.unknownKind);
      expect(message.type).toBe('unsupported');
      expect(message.raw).toBeDefined();
      expect(JSON.parse(JSON.stringify(message.raw))).toEqual(message.raw);
    });

    it('gives order keys that keep the messenger’s order', () => {
      const messages = suite.harness.payloads.inOrder.map((payload) => onlyMessage(suite.provider, payload));
      const times = messages.map(({ timestamp }) => timestamp.getTime());
      expect(new Set(times).size).toBeLessThan(times.length);
      const sorted = [...messages].reverse();
      sorted.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.sequence - b.sequence);
      expect(sorted).toEqual(messages);
      expect(new Set(messages.map(({ externalId }) => externalId)).size).toBe(messages.length);
    });

    it('refuses what is not of its messenger as unreadable', () => {
      for (const payload of [undefined, null, 5, 'text', [], {}]) {
        expect(() => suite.provider.parse(payload)).toThrow(UnreadablePayload);
      }
    });

    it('makes something of everything that its messenger delivers', () => {
      for (const payload of allPayloads()) expect(suite.provider.parse(payload)).not.toEqual([]);
    });

    it('throws nothing else, whatever part of a payload is spoilt, and gives only events that can be stored', () => {
      for (const payload of allPayloads().flatMap(spoiltVariants)) {
        try {
          for (const event of suite.provider.parse(payload)) expectStorable(event);
        } catch (error) {
          if (!(error instanceof UnreadablePayload)) throw error;
        }
      }
    });

    it('takes no name out of a payload for one of the language', () => {
      const text = '{"__proto__":{"isPolluted":true},"constructor":{"prototype":{"isPolluted":true}}}';
      const payload: unknown = suite.harness.payloads.text(text);
      const polluted: unknown = JSON.parse(`{"__proto__":{"isPolluted":true},${JSON.stringify(payload).slice(1)}`);
      expect(messagesOf(suite.provider, polluted)).toHaveLength(1);
      expect(Reflect.get({}, 'isPolluted')).toBeUndefined();
    });
  });
}
