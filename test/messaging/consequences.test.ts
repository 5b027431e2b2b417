import type { Chore } from '../../domain/chore';
import { createConsequences } from '../../messaging/consequences';

/** Nothing else is asked of what does the chores here. */
const unasked = () => {
  throw new Error('not asked for here');
};

/** What is done with stored chores while `sync_user` cannot be done for those who are `away`. */
function bench() {
  const events: string[] = [];
  const away = new Set<string>();
  const consequences = createConsequences({
    storage: {
      chores: { done: async (id) => void events.push(`${id} is done`) },
      operators: { touchActive: unasked },
    },
    log: { warn: () => undefined },
    signals: { chatChanged: unasked },
    polling: { ensure: unasked },
    processes: { start: unasked },
    router: {
      ...{ routeChat: unasked, fillOperator: unasked, reroute: unasked, tellWorkflow: unasked },
      ...{ askAgain: unasked, recheckShown: unasked, seeTo: unasked },
    },
    desk: {
      ...{ setStatus: unasked, leave: unasked, syncQueueMembers: unasked, fillEveryone: unasked },
      syncUser: async (userId) => {
        if (away.has(userId)) throw new Error('MongoDB is away');
        events.push(`${userId} is in his queues`);
      },
    },
  });
  return { consequences, events, away };
}

const choreOf = (userId: string) => {
  const chore: Chore = { kind: 'sync_user', userId };
  return { id: `chore of ${userId}`, chore, dueAt: new Date() };
};

test('a chore is crossed off once it is done, so that whoever dies in it leaves it to the relay', async () => {
  const { consequences, events } = bench();
  await consequences.perform([choreOf('ann')]);
  expect(events).toEqual(['ann is in his queues', 'chore of ann is done']);
});

test('a chore that cannot be done stays for the relay, and holds up no other', async () => {
  const { consequences, events, away } = bench();
  away.add('ann');
  await consequences.perform([choreOf('ann'), choreOf('bob')]);
  expect(events).toEqual(['bob is in his queues', 'chore of bob is done']);
});
