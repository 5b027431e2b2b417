import fc from 'fast-check';
import type { ChatSnapshot, ChatStatus } from '../../domain/chat';
import {
  adopt,
  type ChatState,
  giveAnswer,
  newChatState,
  nextStep,
  noteCommand,
  noteReceived,
} from '../../workflows/chat/state';
import { command, sequences, snapshot, stateWith } from './chat-states';

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
        const wrong: object[] = [];
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
          const isLeft = state.received.length > 0 || state.commands.length > 0;
          const isOpen = state.chat !== null && state.chat.status !== 'completed';
          const isPast = step.kind === 'wait' && step.untilMs !== null && step.untilMs <= nowMs;
          const isWrong = (step.kind === 'over' && (isLeft || isOpen)) || (step.kind === 'wait' && (isLeft || isPast));
          if (isWrong) wrong.push({ nowMs, step, state: structuredClone(state) });
        }
        let steps = 0;
        for (; steps < 50 && !['wait', 'over'].includes(nextStep(state, nowMs).kind); steps += 1) work(state, nowMs);
        expect(steps).toBeLessThan(50);
        // Once a sequence: `expect` costs more than what it looks at.
        expect(wrong).toEqual([]);
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
