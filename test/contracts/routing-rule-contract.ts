import fc from 'fast-check';
import { languages } from '../../domain/languages';
import type { Queue } from '../../domain/queue';
import {
  everyone,
  type FreeOperator,
  type RoutableContact,
  type RoutableUser,
  type RoutingRequest,
  type RoutingRule,
} from '../../routing/contract';

/** Far more than any rule needs to look at, and far fewer than there may be. */
const manyOperators = 10_000;
const readAtMost = 1_000;

const queue: Queue = {
  id: 'queue',
  name: 'Support',
  routingRule: 'a-rule',
  completionTimeoutMinutes: null,
  keepOpenWhileUnanswered: false,
  operators: [],
};

const chat = { id: 'chat', number: 1, channelId: 'channel', contactId: 'contact', language: 'en' };

export function freeOperator(index: number, changes: Partial<FreeOperator> = {}): FreeOperator {
  return { id: `operator-${index}`, name: `Operator ${index}`, load: 0, lastTookAt: new Date(index), ...changes };
}

/** The free operators as a rule gets them, with a count of how many it has read. */
export function reading(operators: Iterable<FreeOperator>): { read: number; of: AsyncIterable<FreeOperator> } {
  const counted = {
    read: 0,
    of: {
      async *[Symbol.asyncIterator]() {
        for (const operator of operators) {
          counted.read += 1;
          yield operator;
        }
      },
    },
  };
  return counted;
}

/** A user as a rule finds him: in no queue, active and free unless told otherwise. */
export function routableUser(id: string, changes: Partial<RoutableUser> = {}): RoutableUser {
  const { status = 'active' } = changes;
  return {
    ...{ id, name: id, load: 0, lastTookAt: new Date(0), status, queueIds: [], isFree: status === 'active' },
    ...changes,
  };
}

/** Whom there is to be found, besides the queue's free operators. */
interface Directory {
  /** By their logins. */
  users?: Record<string, RoutableUser>;
  contact?: RoutableContact | null;
}

/** A question to a rule about a chat of which only what is given matters. */
export function routingRequest(
  freeOperators: AsyncIterable<FreeOperator>,
  about: Partial<RoutingRequest['chat']> = {},
  { users = {}, contact = null }: Directory = {},
): RoutingRequest {
  return {
    chat: { ...chat, ...about },
    queue,
    freeOperators,
    findUsers: async (ids) => ids.flatMap((id) => Object.values(users).find((user) => user.id === id) ?? []),
    findUserByLogin: async (login) => users[login] ?? null,
    findContact: async () => contact,
  };
}

function* numbered(count: number): Generator<FreeOperator> {
  for (let index = 0; index < count; index += 1) yield freeOperator(index);
}

interface Options {
  /** What else the rule may be asked about, such as chats in the languages that it tells apart. */
  chats?: Array<Partial<RoutingRequest['chat']>>;
  /** Whom it can find besides the free operators; those it may choose as well. */
  directory?: Directory;
}

/** What every routing rule keeps to (domain 11): it only chooses, of those whom it was shown or knows, and remembers nothing. */
export function describeRoutingRule(
  name: string,
  rule: RoutingRule,
  { chats = [{}], directory = {} }: Options = {},
): void {
  const request = (operators: Iterable<FreeOperator>, about: Partial<RoutingRequest['chat']> = {}): RoutingRequest =>
    routingRequest(reading(operators).of, about, directory);
  const known = Object.values(directory.users ?? {}).map(({ id }) => id);
  const asked = fc.constantFrom(...chats);
  /** As they come: least loaded first, between equals the one who has gone longest without a new chat. */
  const someOperators = fc
    .array(fc.record({ load: fc.integer({ min: 0, max: 4 }), tookMs: fc.integer({ min: 0, max: 1_000 }) }), {
      maxLength: 30,
      size: 'max',
    })
    .map((drawn) =>
      drawn
        .sort((a, b) => a.load - b.load || a.tookMs - b.tookMs)
        .map(({ load, tookMs }, index) => freeOperator(index, { load, lastTookAt: new Date(tookMs) })),
    );

  describe(`${name} meets the routing rule contract:`, () => {
    it('has a code that is good in settings and addresses, and a title in every language', () => {
      expect(rule.code).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      for (const language of languages) {
        expect(rule.title[language].trim()).toBe(rule.title[language]);
        expect(rule.title[language].length).toBeGreaterThan(3);
      }
    });

    it('chooses only people whom there are, and nobody twice', async () => {
      await fc.assert(
        fc.asyncProperty(someOperators, asked, async (operators, about) => {
          const choice = await rule.getOperatorIds(request(operators, about));
          if (choice === everyone) return;
          const there = [...operators.map(({ id }) => id), ...known];
          for (const id of choice) expect(there).toContain(id);
          expect(new Set(choice).size).toBe(choice.length);
        }),
        { numRuns: 500 },
      );
    });

    it('gives the same answer to the same question, whatever it was asked in between', async () => {
      await fc.assert(
        fc.asyncProperty(someOperators, someOperators, asked, async (operators, others, about) => {
          const first = await rule.getOperatorIds(request(operators, about));
          await rule.getOperatorIds(request(others, about));
          expect(await rule.getOperatorIds(request(operators, about))).toEqual(first);
        }),
        { numRuns: 300 },
      );
    });

    it('answers questions that are asked at the same time as if they were asked one by one', async () => {
      const questions = [0, 1, 2, 5].map((count) => [...numbered(count)]);
      const together = await Promise.all(questions.map((operators) => rule.getOperatorIds(request(operators))));
      for (const [index, operators] of questions.entries())
        expect(await rule.getOperatorIds(request(operators))).toEqual(together[index]);
    });

    it('changes nothing of what it is given', async () => {
      const operators = [...numbered(5)].map(Object.freeze) as FreeOperator[];
      const given = Object.freeze({
        ...request(operators),
        chat: Object.freeze({ ...chat }),
        queue: Object.freeze({ ...queue }),
      });
      await rule.getOperatorIds(given);
      expect(operators).toEqual([...numbered(5)]);
    });

    it('reads no more of ten thousand free operators than it needs', async () => {
      for (const about of chats) {
        const operators = reading(numbered(manyOperators));
        await rule.getOperatorIds(routingRequest(operators.of, about, directory));
        expect(operators.read).toBeLessThanOrEqual(readAtMost);
      }
    });

    it('copes with nobody free and with one, and hands on the error of what it cannot read', async () => {
      for (const about of chats)
        for (const operators of [[], [freeOperator(1)]])
          expect([everyone, expect.any(Array)]).toContainEqual(await rule.getOperatorIds(request(operators, about)));
      const away = () => Promise.reject(new Error('the database is away'));
      const broken: RoutingRequest = {
        ...routingRequest({ [Symbol.asyncIterator]: () => ({ next: away }) }),
        ...{ findUsers: away, findUserByLogin: away, findContact: away },
      };
      const answer = await rule.getOperatorIds(broken).catch((error: Error) => error.message);
      // One that looks at nobody names whom it always names.
      if (typeof answer === 'string') expect([everyone, 'the database is away']).toContain(answer);
    });
  });
}
