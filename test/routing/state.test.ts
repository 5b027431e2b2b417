import fc from 'fast-check';
import {
  adopt,
  answerTo,
  type ChatState,
  giveAnswer,
  newChatState,
  nextStep,
  noteCommand,
  noteReceived,
  offerGraceMs,
} from '../../workflows/chat/state';
import { command, inWork, offered, sequences, snapshot, stateWith } from './chat-states';

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

  test('with an offer is to leave an accept that was in time a second to get from the API to the chat', () => {
    const state = stateWith({ chat: offered(5_000) });
    expect(nextStep(state, 5_999)).toEqual({ kind: 'wait', untilMs: 6_000 });
    noteCommand(state, command('accept'));
    expect(nextStep(state, 5_999)).toMatchObject({ kind: 'answer' });
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
        const known = given.map((revision) => {
          adopt(state, snapshot({ revision }));
          return state.chat?.revision;
        });
        expect(known).toEqual(given.map((_, index) => Math.max(...given.slice(0, index + 1))));
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
        const stands = (id: string) => JSON.stringify(answerTo(state, id));
        const changed: string[] = [];
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
            first.set(commandId, stands(commandId));
          }
          changed.push(...[...first].filter(([known, answer]) => stands(known) !== answer).map(([known]) => known));
        }
        // Once a sequence: a thousand times as many took ten seconds.
        expect({ performed, changed }).toEqual({ performed: first.size, changed: [] });
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
