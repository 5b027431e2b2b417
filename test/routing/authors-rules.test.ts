import { everyone, type RoutingRule } from '../../routing/contract';
import { routingRules } from '../../routing/registry';
import type { Scene } from '../properties/commands';
import { standingClock } from '../properties/memory/clock';
import { MemoryParley } from '../properties/memory/parley';
import { cast } from '../properties/memory/scene-rows';
import { inOrder } from '../properties/memory/turns';
import type { Answer } from '../properties/world';

standingClock();

const [ann = '', bob = '', cem = '', dora = ''] = cast.operatorIds;
const indexOf = (id: string) => cast.operatorIds.indexOf(id);

interface Counted extends RoutingRule {
  asked: number;
}

/** A rule that an author has written; how often it was asked is counted. */
function rule(getOperatorIds: RoutingRule['getOperatorIds']): Counted {
  const counted: Counted = {
    code: 'Authors',
    title: { en: 'The author’s', ru: 'Авторское' },
    asked: 0,
    getOperatorIds(request) {
      counted.asked += 1;
      return getOperatorIds(request);
    },
  };
  return counted;
}

const always = (...ids: string[]) => rule(async () => ids);

interface Given {
  rule: RoutingRule;
  /** Of the queue; the others are in none. */
  queue?: string[];
  active?: string[];
  limit?: number;
}

/** One queue with the rule; what is done comes to rest before the next thing is. */
async function parley({ rule: plugIn, queue = [], active = [], limit = 3 }: Given) {
  const scene: Scene = {
    limit,
    acceptMinutes: 5,
    queues: [
      { rule: plugIn.code, operators: queue.map(indexOf) },
      { rule: 'ToMostFree', operators: [] },
    ],
    active: active.map(indexOf),
  };
  const world = new MemoryParley(scene, inOrder(), [...routingRules, plugIn]);
  let written = 0;

  async function does(command: Parameters<MemoryParley['perform']>[0][number]['command'], number = 0): Promise<Answer> {
    const chat = (await world.books()).chats.find((one) => one.number === number) ?? null;
    const [answer = null] = await world.perform([{ command, chat }], 'none');
    await world.rest();
    return answer;
  }

  const by = (id: string) => ({ operator: indexOf(id), pick: 0 });
  return {
    world,
    clientWrites: async () => {
      await does({ kind: 'client_writes', queue: 0 });
      written += 1;
      return written;
    },
    accepts: (id: string, number = 1) => does({ kind: 'tries_to', what: 'accept', ...by(id) }, number),
    declines: (id: string, number = 1) => does({ kind: 'tries_to', what: 'decline', ...by(id) }, number),
    closes: (id: string, number = 1) => does({ kind: 'closes', ...by(id) }, number),
    gives: (id: string, number = 1) => does({ kind: 'gives', ...by(id), to: { queue: 0 } }, number),
    becomes: (id: string, status: 'active' | 'inactive') =>
      does({ kind: 'sets_status', operator: indexOf(id), status, by: 'self' }),
    limitIs: (to: number) => does({ kind: 'limit', limit: to }),
    membersAre: (...ids: string[]) => does({ kind: 'members', queue: 0, operators: ids.map(indexOf) }),
    offerLapses: () => does({ kind: 'offer_lapses' }),
    async passes(ms: number) {
      jest.setSystemTime(Date.now() + ms);
      await world.rest();
    },
    async chat(number = 1) {
      const { chats, log } = await world.books();
      const chat = chats.find((one) => one.number === number);
      if (chat === undefined) throw new Error(`there is no chat ${number}`);
      return { ...chat, log: log.get(chat.id) ?? [] };
    },
  };
}

describe('a rule that names one fixed user, who is in no queue,', () => {
  it('has the chat offered to him, and he takes it', async () => {
    const { clientWrites, chat, accepts } = await parley({ rule: always(dora), queue: [ann], active: [ann, dora] });
    await clientWrites();
    expect(await chat()).toMatchObject({ status: 'offered', offer: { operatorId: dora } });
    expect((await chat()).log.at(-1)).toMatchObject({
      event: 'offered',
      operatorId: dora,
      reason: 'chosen by Authors',
      candidates: { total: 2, operators: [{ id: ann }, { id: dora }] },
    });
    expect(await accepts(ann)).toBe('offer_expired');
    expect(await accepts(dora)).toBe('done');
    expect(await chat()).toMatchObject({ status: 'active', operatorId: dora });
  });

  it('has it wait for him while he is inactive, says so, and gives it to him as soon as he is not', async () => {
    const { clientWrites, chat, becomes } = await parley({ rule: always(dora), queue: [ann], active: [ann] });
    await clientWrites();
    expect(await chat()).toMatchObject({ status: 'waiting', shownTo: null });
    expect((await chat()).log.at(-1)).toMatchObject({
      event: 'waiting',
      reason: 'Authors: waits for Dora (inactive)',
      waitsFor: [{ id: dora, name: 'Dora', why: 'inactive' }],
    });
    await becomes(dora, 'active');
    expect(await chat()).toMatchObject({ status: 'offered', offer: { operatorId: dora } });
  });

  it('has it wait while he is at his limit, the oldest first', async () => {
    const { clientWrites, chat, accepts, closes } = await parley({ rule: always(dora), active: [dora], limit: 1 });
    for (let index = 0; index < 3; index += 1) await clientWrites();
    expect((await chat(2)).log.at(-1)).toMatchObject({ waitsFor: [{ id: dora, why: 'at_limit' }] });
    await accepts(dora);
    await closes(dora);
    expect([(await chat(2)).status, (await chat(3)).status]).toEqual(['offered', 'waiting']);
  });

  it('has it wait when he declines it, until he sets his status anew', async () => {
    const authors = always(dora);
    const { clientWrites, chat, declines, becomes, world } = await parley({
      rule: authors,
      queue: [ann],
      active: [ann, dora],
    });
    await clientWrites();
    expect(await declines(dora)).toBe('done');
    expect(await chat()).toMatchObject({ status: 'waiting' });
    expect((await chat()).log.at(-1)).toMatchObject({ waitsFor: [{ id: dora, why: 'declined' }] });
    const asked = authors.asked;
    await world.rest();
    expect(authors.asked).toBe(asked);
    await becomes(dora, 'active');
    expect(await chat()).toMatchObject({ status: 'offered', offer: { operatorId: dora } });
  });

  it('parks him when he lets the offer lapse, and has the chat wait for him', async () => {
    const { clientWrites, chat, offerLapses, becomes, world } = await parley({ rule: always(dora), active: [dora] });
    await clientWrites();
    await offerLapses();
    expect((await world.books()).operators.find(({ id }) => id === dora)).toMatchObject({ status: 'inactive' });
    expect(await chat()).toMatchObject({ status: 'waiting' });
    await becomes(dora, 'active');
    expect(await chat()).toMatchObject({ status: 'offered' });
  });

  it('leaves him the offer when his queues change, and takes it from who leaves the very queue', async () => {
    const { clientWrites, chat, membersAre } = await parley({ rule: always(dora), queue: [ann, dora], active: [dora] });
    await clientWrites();
    const before = (await chat()).offer?.id;
    await membersAre(ann);
    // The rule was asked again and names him all the same.
    expect(await chat()).toMatchObject({ status: 'offered', offer: { operatorId: dora } });
    const after = (await chat()).offer?.id;
    expect(after).not.toBe(before);
    await membersAre(ann, dora);
    expect((await chat()).offer?.id).toBe(after);
  });
});

describe('a rule that names several', () => {
  it('has the chat shown to all of them, whatever their queue, and to nobody else', async () => {
    const { clientWrites, chat, accepts } = await parley({
      rule: always(ann, dora),
      queue: [ann, bob],
      active: [ann, bob, dora],
    });
    await clientWrites();
    expect(await chat()).toMatchObject({ status: 'waiting', shownTo: [ann, dora] });
    expect((await chat()).log.at(-1)).toMatchObject({ shownTo: [{ id: ann }, { id: dora }] });
    expect(await accepts(bob)).toBe('offer_expired');
    expect(await accepts(dora)).toBe('done');
  });

  it.each([
    ['inactive', (p: Awaited<ReturnType<typeof parley>>, id: string) => p.becomes(id, 'inactive')],
    ['declined it', (p: Awaited<ReturnType<typeof parley>>, id: string) => p.declines(id)],
  ])('is asked again when all of them are %s, and then the third whom it names has it at once', async (_how, stop) => {
    const authors = rule(async ({ findUsers }) => {
      const free = (await findUsers([ann, bob])).filter(({ isFree }) => isFree);
      return free.length > 0 ? [ann, bob] : [cem];
    });
    const given = await parley({ rule: authors, queue: [ann, bob, cem], active: [ann, bob, cem] });
    await given.clientWrites();
    expect(await given.chat()).toMatchObject({ shownTo: [ann, bob] });
    await stop(given, ann);
    expect(await given.chat()).toMatchObject({ shownTo: [ann, bob] });
    await stop(given, bob);
    expect(await given.chat()).toMatchObject({ status: 'offered', offer: { operatorId: cem } });
  });

  it('is asked again when all of them are full, and shows it when one of them has room', async () => {
    const given = await parley({ rule: always(ann, dora), active: [ann, dora], limit: 1 });
    for (let index = 0; index < 3; index += 1) await given.clientWrites();
    expect(await given.accepts(ann, 1)).toBe('done');
    expect(await given.chat(2)).toMatchObject({ shownTo: [ann, dora] });
    expect(await given.accepts(dora, 2)).toBe('done');
    expect(await given.chat(3)).toMatchObject({ status: 'waiting', shownTo: null });
    expect((await given.chat(3)).log.at(-1)?.waitsFor?.map(({ why }) => why)).toEqual(['at_limit', 'at_limit']);
    await given.closes(dora, 2);
    expect(await given.chat(3)).toMatchObject({ shownTo: [ann, dora] });
  });

  it('is asked again when a lowered limit leaves none of them room', async () => {
    const given = await parley({ rule: always(ann, dora), active: [ann, dora], limit: 2 });
    for (let index = 0; index < 3; index += 1) await given.clientWrites();
    await given.accepts(ann, 1);
    await given.accepts(dora, 2);
    expect(await given.chat(3)).toMatchObject({ shownTo: [ann, dora] });
    await given.limitIs(1);
    expect(await given.chat(3)).toMatchObject({ shownTo: null });
    await given.limitIs(2);
    expect(await given.chat(3)).toMatchObject({ shownTo: [ann, dora] });
  });

  it('is asked so often as something has changed, and no more: who stays away makes nothing spin', async () => {
    const authors = always(ann, dora);
    const given = await parley({ rule: authors, queue: [bob], active: [ann, bob, dora] });
    await given.clientWrites();
    await given.becomes(ann, 'inactive');
    await given.becomes(dora, 'inactive');
    const asked = authors.asked;
    expect(asked).toBeLessThanOrEqual(3);
    const length = (await given.chat()).log.length;
    for (let index = 0; index < 5; index += 1) await given.becomes(bob, index % 2 === 0 ? 'inactive' : 'active');
    expect(authors.asked - asked).toBeLessThanOrEqual(5);
    expect((await given.chat()).log).toHaveLength(length);
  });
});

describe('what a rule looks at wakes its chat:', () => {
  it('a user of no queue whom it has looked at and left out', async () => {
    const authors = rule(async ({ findUserByLogin }) => {
      const chief = await findUserByLogin('Dora');
      return chief?.isFree ? [chief.id] : [];
    });
    const given = await parley({ rule: authors, queue: [ann] });
    await given.clientWrites();
    expect(await given.chat()).toMatchObject({ status: 'waiting' });
    await given.becomes(dora, 'active');
    expect(await given.chat()).toMatchObject({ status: 'offered', offer: { operatorId: dora } });
  });
});

describe('an answer that cannot be followed', () => {
  const waits = async (authors: RoutingRule) => {
    const given = await parley({ rule: authors, queue: [ann], active: [ann] });
    await given.clientWrites();
    const chat = await given.chat();
    return { given, chat, reason: chat.log.at(-1)?.reason };
  };

  it.each<[string, RoutingRule, string]>([
    ['a rule that fails', rule(() => Promise.reject(new Error('no'))), 'the routing rule Authors failed'],
    [
      'a rule that throws at once',
      rule(() => {
        throw new Error('no');
      }),
      'the routing rule Authors failed',
    ],
    ['nobody there is', always('nobody', 'no one'), 'the routing rule Authors names nobody there is'],
    ['no list', rule(async () => undefined as never), 'the routing rule Authors gave no list of ids'],
    ['a list of something else', rule(async () => [7] as never), 'the routing rule Authors gave no list of ids'],
    [
      'somebody whom there is not, whom it looks for and leaves out',
      rule(async ({ findUserByLogin }) => ((await findUserByLogin('nobody')) === null ? [] : [ann])),
      'the routing rule Authors names nobody there is',
    ],
  ])('(%s) leaves the chat waiting, and the log says why', async (_what, authors, reason) => {
    const { given, chat, reason: said } = await waits(authors);
    expect(chat).toMatchObject({ status: 'waiting', failedAsks: 1 });
    expect(said).toBe(reason);
    expect(given.world.failedRules.length).toBeGreaterThan(0);
  });

  it('is asked for again after pauses that grow, without a word more in the log, until it can be followed', async () => {
    let isBroken = true;
    const authors = rule(async () => {
      if (isBroken) throw new Error('broken');
      return [ann];
    });
    const { given } = await waits(authors);
    await given.passes(1_000);
    expect(authors.asked).toBe(1);
    await given.passes(1_000);
    expect(authors.asked).toBe(2);
    await given.passes(2_000);
    expect(authors.asked).toBe(2);
    await given.passes(2_000);
    expect(authors.asked).toBe(3);
    expect((await given.chat()).log).toHaveLength(1);
    isBroken = false;
    await given.passes(60_000);
    expect(await given.chat()).toMatchObject({ status: 'offered', failedAsks: 0, offer: { operatorId: ann } });
  });

  it('is asked for no sooner because somebody looks after the chat meanwhile, and all the same once nobody is to ask', async () => {
    const authors = rule(() => Promise.reject(new Error('broken')));
    const { given, chat } = await waits(authors);
    for (let look = 0; look < 5; look += 1) await given.world.lookAfter(chat.id);
    expect(authors.asked).toBe(1);
    await given.passes(2_000);
    await given.passes(4_000);
    expect(authors.asked).toBe(3);
    await given.world.lookAfter(chat.id);
    expect(authors.asked).toBe(3);
    await given.world.forgetChores();
    await given.world.lookAfter(chat.id);
    expect(authors.asked).toBe(4);
  });

  it('does not hold up chats of other queues, also when it never comes', async () => {
    const { reason } = await waits(rule(() => new Promise(() => undefined)));
    expect(reason).toBe('the routing rule Authors does not answer');
  });

  it('is understood as far as it can be: repeated and unknown ids are left out', async () => {
    const given = await parley({ rule: always(dora, dora, 'nobody'), active: [dora] });
    await given.clientWrites();
    expect(await given.chat()).toMatchObject({ status: 'offered', offer: { operatorId: dora } });
  });

  it('of nobody waits for room in the queue, and the log does not claim that there is none', async () => {
    const { reason } = await waits(always());
    expect(reason).toBe('Authors chose nobody of those with room');
  });
});

describe('a chat that an operator gives to a queue', () => {
  it.each(['ToMostFree', 'ToEveryone'])('%s comes back to him when nobody else there can take it', async (code) => {
    const chosen = routingRules.find((one) => one.code === code);
    if (chosen === undefined) throw new Error(code);
    const given = await parley({ rule: chosen, queue: [ann, bob], active: [ann] });
    await given.clientWrites();
    await given.accepts(ann);
    expect(await given.gives(ann)).toBe('done');
    expect(await given.accepts(ann)).toBe('done');
    expect(await given.chat()).toMatchObject({ status: 'active', operatorId: ann });
  });

  it('goes to others first, and comes back when the last of them cannot take it any more', async () => {
    const given = await parley({ rule: routingRules[1] as RoutingRule, queue: [ann, bob], active: [ann] });
    await given.clientWrites();
    await given.accepts(ann);
    await given.becomes(bob, 'active');
    await given.gives(ann);
    expect(await given.chat()).toMatchObject({ offer: { operatorId: bob } });
    await given.declines(bob);
    expect(await given.chat()).toMatchObject({ offer: { operatorId: ann } });
    await given.declines(ann);
    expect((await given.chat()).log.at(-1)?.reason).toBe('all active operators with room have declined it');
  });

  it('and that is shown to everyone is hidden from him until the last other cannot take it any more', async () => {
    const given = await parley({ rule: routingRules[0] as RoutingRule, queue: [ann, bob], active: [ann] });
    await given.clientWrites();
    await given.accepts(ann);
    await given.becomes(bob, 'active');
    await given.gives(ann);
    expect(await given.accepts(ann)).toBe('offer_expired');
    await given.becomes(bob, 'inactive');
    expect(await given.accepts(ann)).toBe('done');
  });

  it('waits for him, too, while he is full', async () => {
    const given = await parley({ rule: routingRules[1] as RoutingRule, queue: [ann], active: [ann], limit: 1 });
    await given.clientWrites();
    await given.accepts(ann);
    await given.clientWrites();
    await given.gives(ann);
    // The older one, which he gave away, comes back to him as the only one there.
    expect(await given.chat(1)).toMatchObject({ offer: { operatorId: ann } });
    expect(await given.chat(2)).toMatchObject({ status: 'waiting' });
    expect((await given.chat(2)).log.at(-1)?.reason).toBe('no active operator has room');
  });
});

test('a rule may show its chat to everyone of the queue', async () => {
  const given = await parley({ rule: rule(async () => everyone), queue: [ann], active: [ann, dora] });
  await given.clientWrites();
  expect(await given.chat()).toMatchObject({ shownTo: 'everyone' });
  expect(await given.accepts(dora)).toBe('offer_expired');
  expect(await given.accepts(ann)).toBe('done');
});
