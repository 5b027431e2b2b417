import fc from 'fast-check';
import type { ChatSnapshot, ChatStatus } from '../../domain/chat';
import {
  adopt,
  adoptBooked,
  answerTo,
  type ChatState,
  type Command,
  giveAnswer,
  newChatState,
  nextStep,
  noteAnswer,
  noteCommand,
  noteReceived,
  offerGraceMs,
} from '../../workflows/chat/state';

const sequences = { numRuns: 1_000 };

function snapshot(changes: Partial<ChatSnapshot> = {}): ChatSnapshot {
  return {
    chatId: 'chat-1',
    number: 1,
    revision: 1,
    status: 'waiting',
    channelId: 'channel',
    provider: 'webchat',
    queueId: 'queue',
    operatorId: null,
    offer: null,
    shown: false,
    unrouted: false,
    completesAtMs: null,
    ...changes,
  };
}

const offered = (expiresAtMs: number) =>
  snapshot({ status: 'offered', offer: { id: 'offer', operatorId: 'operator', expiresAtMs } });
const inWork = (completesAtMs: number | null) => snapshot({ status: 'active', operatorId: 'operator', completesAtMs });

function stateWith(changes: Partial<ChatState>): ChatState {
  return { ...newChatState('channel'), ...changes };
}

function command(commandId: string, chatId = 'chat-1'): Command {
  return { kind: 'accept', commandId, chatId, operatorId: 'operator', receivedAtMs: 0 };
}

describe('what there is to do', () => {
  test('is nothing for a run without messages, and the run may end', () => {
    expect(nextStep(newChatState('channel'), 0)).toEqual({ kind: 'over' });
  });

  test('is first to take in new messages, then to answer commands, then to look for an operator', () => {
    const chat = snapshot({ unrouted: true });
    const state = stateWith({ chat, received: ['message'], commands: [command('command')] });
    expect(nextStep(state, 0)).toEqual({ kind: 'attach' });
    state.received = [];
    expect(nextStep(state, 0)).toEqual({ kind: 'answer', command: command('command') });
    state.commands = [];
    expect(nextStep(state, 0)).toEqual({ kind: 'route', chatId: 'chat-1', revision: 1 });
    state.chat = { ...chat, unrouted: false };
    expect(nextStep(state, 0)).toEqual({ kind: 'wait', untilMs: null });
  });

  test('with an offer is to wait until its deadline and the grace after it, and then to end it', () => {
    const state = stateWith({ chat: offered(5_000) });
    expect(nextStep(state, 5_000 + offerGraceMs - 1)).toEqual({ kind: 'wait', untilMs: 5_000 + offerGraceMs });
    expect(nextStep(state, 5_000 + offerGraceMs)).toEqual({ kind: 'end_offer', chatId: 'chat-1', offerId: 'offer' });
  });

  test('with an accept that came in the same moment as the deadline is to answer the accept', () => {
    const state = stateWith({ chat: offered(5_000), commands: [command('accept')] });
    expect(nextStep(state, 100_000)).toMatchObject({ kind: 'answer' });
  });

  test('with a chat in work is to complete it when its time has come, and with none never', () => {
    expect(nextStep(stateWith({ chat: inWork(5_000) }), 4_999)).toEqual({ kind: 'wait', untilMs: 5_000 });
    const completes = { kind: 'complete', chatId: 'chat-1', by: 'timeout' };
    expect(nextStep(stateWith({ chat: inWork(5_000) }), 5_000)).toEqual(completes);
    expect(nextStep(stateWith({ chat: inWork(null) }), 5_000)).toEqual({ kind: 'wait', untilMs: null });
  });

  test('with a chat that a bot has is to complete it as the bot’s when its time has come', () => {
    const chat = snapshot({ status: 'bot', completesAtMs: 5_000 });
    expect(nextStep(stateWith({ chat }), 4_999)).toEqual({ kind: 'wait', untilMs: 5_000 });
    expect(nextStep(stateWith({ chat }), 5_000)).toEqual({ kind: 'complete', chatId: 'chat-1', by: 'bot' });
  });

  test('with a message for a completed chat is to go on to the next chat, once its commands are answered', () => {
    const chat = snapshot({ status: 'completed' });
    const state = stateWith({ chat, received: ['message'], commands: [command('late')] });
    expect(nextStep(state, 0)).toMatchObject({ kind: 'answer' });
    giveAnswer(state, 'late', { kind: 'refused', code: 'chat_completed' });
    expect(nextStep(state, 0)).toEqual({ kind: 'next_chat' });
  });
});

describe('a snapshot of the chat', () => {
  test('is taken over when it is newer, and only then', () => {
    const state = stateWith({ chat: snapshot({ revision: 5 }) });
    adopt(state, snapshot({ revision: 4, status: 'offered' }));
    adopt(state, snapshot({ revision: 5, status: 'offered' }));
    expect(state.chat).toEqual(snapshot({ revision: 5 }));
    adopt(state, snapshot({ revision: 6, status: 'active' }));
    expect(state.chat).toEqual(snapshot({ revision: 6, status: 'active' }));
  });

  test('of another chat changes nothing, nor does one when the run has no chat', () => {
    const state = stateWith({ chat: snapshot() });
    adopt(state, snapshot({ chatId: 'chat-0', revision: 99 }));
    expect(state.chat).toEqual(snapshot());
    const empty = newChatState('channel');
    adopt(empty, snapshot());
    expect(empty.chat).toBeNull();
  });

  test('never brings back what is older, in whatever order and how often snapshots come', () => {
    const revisions = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(revisions, (given) => {
        const state = stateWith({ chat: snapshot({ revision: 0 }) });
        for (const revision of given) {
          const before = state.chat?.revision ?? 0;
          adopt(state, snapshot({ revision }));
          expect(state.chat?.revision).toBe(Math.max(before, revision));
        }
      }),
      sequences,
    );
  });
});

describe('the completion deadline', () => {
  test('moves with an answer, of this chat only', () => {
    const state = stateWith({ chat: inWork(1_000) });
    noteAnswer(state, { chatId: 'chat-1', completesAtMs: 2_000 });
    expect(state.chat?.completesAtMs).toBe(2_000);
    noteAnswer(state, { chatId: 'chat-0', completesAtMs: 9_000 });
    expect(state).toMatchObject({ chat: { completesAtMs: 2_000 }, toSend: 'chat-0' });
  });

  test('is what the books say, also when that is later, or none', () => {
    const state = stateWith({ chat: inWork(1_000) });
    adoptBooked(state, inWork(3_000), 1_000);
    expect(state.chat?.completesAtMs).toBe(3_000);
    adoptBooked(state, inWork(null), 3_000);
    expect(state.chat?.completesAtMs).toBeNull();
  });

  test("is an answer's that came while the books were read: they may not know of it yet", () => {
    const state = stateWith({ chat: inWork(null) });
    noteAnswer(state, { chatId: 'chat-1', completesAtMs: 2_000 });
    adoptBooked(state, inWork(null), null);
    expect(state.chat?.completesAtMs).toBe(2_000);
    adoptBooked(state, { ...inWork(null), revision: 2 }, null);
    expect(state.chat).toMatchObject({ revision: 2, completesAtMs: 2_000 });
  });

  /** The row has the truth; the workflow hears of it by signals, late, and by what its own bookkeeping finds. */
  test('is never forgotten: as long as the row has one, the workflow wakes at it or before', () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('answer' as const), afterMs: fc.integer({ min: 1, max: 1_000 }) }),
      fc.record({ kind: fc.constant('read' as const) }),
      fc.record({ kind: fc.constant('found' as const) }),
      fc.record({ kind: fc.constant('told' as const) }),
      fc.record({ kind: fc.constant('client_writes' as const) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40, size: 'max' }), (actions) => {
        const state = stateWith({ chat: inWork(null) });
        let row: number | null = null;
        let nowMs = 0;
        const untold: Array<number | null> = [];
        let reading: { found: number | null; before: number | null } | null = null;
        const finish = () => {
          if (reading !== null) adoptBooked(state, inWork(reading.found), reading.before);
          reading = null;
        };
        for (const step of actions) {
          nowMs += 1;
          if (step.kind === 'answer') {
            // No two answers are due at the same moment.
            row = nowMs + step.afterMs + nowMs / 1_000;
            untold.push(row);
          }
          // The client's message stops the deadline; the bookkeeping that wrote this is the one that finds it.
          if (step.kind === 'client_writes' && reading === null) {
            row = null;
            reading = { found: row, before: state.chat?.completesAtMs ?? null };
          }
          if (step.kind === 'read' && reading === null)
            reading = { found: row, before: state.chat?.completesAtMs ?? null };
          if (step.kind === 'found') finish();
          if (step.kind === 'told') {
            const completesAtMs = untold.shift();
            if (completesAtMs !== undefined) noteAnswer(state, { chatId: 'chat-1', completesAtMs });
          }
        }
        for (const completesAtMs of untold) noteAnswer(state, { chatId: 'chat-1', completesAtMs });
        finish();
        const known = state.chat?.completesAtMs ?? null;
        if (row !== null) expect(known).not.toBeNull();
        if (row !== null) expect(known ?? 0).toBeLessThanOrEqual(row);
      }),
      sequences,
    );
  });
});

describe('a command', () => {
  test('that comes again while it waits is noted once', () => {
    const state = newChatState('channel');
    noteCommand(state, command('a'));
    noteCommand(state, command('a'));
    expect(state.commands).toHaveLength(1);
  });

  test('that comes again after its answer is not done again, and keeps its answer', () => {
    const state = stateWith({ chat: snapshot() });
    noteCommand(state, command('a'));
    giveAnswer(state, 'a', { kind: 'refused', code: 'offer_expired' });
    noteCommand(state, command('a'));
    expect(state.commands).toEqual([]);
    expect(answerTo(state, 'a')).toEqual({ kind: 'refused', code: 'offer_expired' });
  });

  test('is remembered across a new run of the workflow: the state is plain JSON', () => {
    const state = stateWith({ chat: offered(1_000), errands: [{ kind: 'load_profile', contactId: 'contact' }] });
    noteReceived(state, { messageIds: ['message'], joined: null });
    noteCommand(state, command('waits'));
    giveAnswer(state, 'answered', { kind: 'done' });
    const carried: ChatState = JSON.parse(JSON.stringify(state));
    expect(carried).toEqual(state);
    noteCommand(carried, command('answered'));
    expect(carried.commands).toEqual([command('waits')]);
  });

  test('has one answer only, however commands and their repeats come', () => {
    const ids = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(ids, (given) => {
        const state = stateWith({ chat: snapshot() });
        const first = new Map<string, string>();
        let performed = 0;
        for (const [turn, id] of given.entries()) {
          noteCommand(state, command(`${id}`));
          const step = nextStep(state, 0);
          if (step.kind === 'answer' && turn % 2 === 0) {
            performed += 1;
            const { commandId } = step.command;
            giveAnswer(
              state,
              commandId,
              performed % 2 === 0 ? { kind: 'done' } : { kind: 'refused', code: 'offer_expired' },
            );
            expect(first.has(commandId)).toBe(false);
            first.set(commandId, JSON.stringify(answerTo(state, commandId)));
          }
          for (const [known, answer] of first) expect(JSON.stringify(answerTo(state, known))).toBe(answer);
        }
        expect(performed).toBe(first.size);
      }),
      sequences,
    );
  });

  test('of which there were very many does not let the state grow', () => {
    const state = stateWith({ chat: snapshot() });
    for (let index = 0; index < 1_000; index += 1) {
      noteCommand(state, command(`${index}`));
      giveAnswer(state, `${index}`, { kind: 'done' });
    }
    expect(state.answers.length).toBeLessThanOrEqual(50);
    expect(answerTo(state, '999')).toEqual({ kind: 'done' });
  });
});

describe('whatever happens in whatever order', () => {
  const statuses: ChatStatus[] = ['waiting', 'offered', 'active', 'bot', 'completed'];
  const happening = fc.oneof(
    fc.record({
      kind: fc.constant('received' as const),
      id: fc.integer({ min: 0, max: 5 }),
      joined: fc.constantFrom(null, 'chat', 'another chat'),
    }),
    fc.record({ kind: fc.constant('command' as const), id: fc.integer({ min: 0, max: 5 }) }),
    fc.record({
      kind: fc.constant('changed' as const),
      revision: fc.integer({ min: 1, max: 30 }),
      status: fc.constantFrom(...statuses),
      unrouted: fc.boolean(),
      deadlineMs: fc.option(fc.integer({ min: 0, max: 50 })),
    }),
    fc.record({ kind: fc.constant('work' as const) }),
  );

  /** Does what the step asks for, as the workflow's loop does. */
  function work(state: ChatState, nowMs: number): void {
    const step = nextStep(state, nowMs);
    const raised = (changes: Partial<ChatSnapshot>) => {
      if (state.chat !== null) adopt(state, { ...state.chat, ...changes, revision: state.chat.revision + 1 });
    };
    switch (step.kind) {
      case 'attach':
        state.received = [];
        state.chat ??= snapshot({ unrouted: true });
        break;
      case 'answer':
        giveAnswer(state, step.command.commandId, { kind: 'done' });
        break;
      case 'route':
        raised({ unrouted: false });
        break;
      case 'end_offer':
        raised({ status: 'waiting', offer: null, unrouted: true });
        break;
      case 'complete':
        raised({ status: 'completed', completesAtMs: null });
        break;
      case 'next_chat':
        state.chat = null;
        break;
      case 'wait':
      case 'over':
        break;
    }
  }

  test('the run is never over with something left to do, and always comes to rest', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (happenings) => {
        const state = newChatState('channel');
        let nowMs = 0;
        for (const happened of happenings) {
          nowMs += 1;
          if (happened.kind === 'received')
            noteReceived(state, { messageIds: [`message-${happened.id}`], joined: happened.joined });
          if (happened.kind === 'command') noteCommand(state, command(`command-${happened.id}`));
          if (happened.kind === 'work') work(state, nowMs);
          if (happened.kind === 'changed') {
            const { revision, status, unrouted, deadlineMs } = happened;
            const offer = deadlineMs === null ? null : { id: 'offer', operatorId: 'operator', expiresAtMs: deadlineMs };
            adopt(state, snapshot({ revision, status, unrouted, offer, completesAtMs: deadlineMs }));
          }
          const step = nextStep(state, nowMs);
          if (step.kind === 'over') {
            expect(state.received).toEqual([]);
            expect(state.commands).toEqual([]);
            expect(state.chat === null || state.chat.status === 'completed').toBe(true);
          }
          if (step.kind === 'wait') {
            expect(state.received).toEqual([]);
            expect(state.commands).toEqual([]);
            if (step.untilMs !== null) expect(step.untilMs).toBeGreaterThan(nowMs);
          }
        }
        let steps = 0;
        while (!['wait', 'over'].includes(nextStep(state, nowMs).kind)) {
          work(state, nowMs);
          steps += 1;
          expect(steps).toBeLessThan(50);
        }
      }),
      sequences,
    );
  });

  test('messages that have joined its chat need nothing more; those of another chat have to be looked at', () => {
    const state = stateWith({ chat: snapshot() });
    noteReceived(state, { messageIds: ['mine'], joined: state.chat?.chatId ?? '' });
    expect(nextStep(state, 0).kind).toBe('wait');
    noteReceived(state, { messageIds: ['other'], joined: 'another chat' });
    expect(nextStep(state, 0).kind).toBe('attach');

    const beforeItsChat = newChatState('channel');
    noteReceived(beforeItsChat, { messageIds: ['first'], joined: 'chat' });
    expect(nextStep(beforeItsChat, 0).kind).toBe('attach');
  });

  test('a message is noted once, in the order in which it was told of', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 })), (batches) => {
        const state = newChatState('channel');
        for (const batch of batches) noteReceived(state, { messageIds: batch.map(String), joined: null });
        expect(state.received).toEqual([...new Set(batches.flat().map(String))]);
      }),
      sequences,
    );
  });
});
