import { verdictOnCompletion } from '../../domain/verdicts';
import { newChat } from '../properties/memory/scene-rows';

const chat = { ...newChat({ number: 1, queue: { id: 'queue', channelId: 'channel' } }), status: 'active' as const };
const dueAtMs = 5_000;

describe.each(['timeout', 'bot'] as const)('a chat is completed by %s', (by) => {
  test.each([
    ['not before its time, however it comes to be asked', new Date(dueAtMs), dueAtMs - 1, 'done'],
    ['at its time', new Date(dueAtMs), dueAtMs, 'completes'],
    ['never when it has none', null, dueAtMs, 'done'],
  ])('%s', (_when, completesAt, nowMs, kind) => {
    expect(verdictOnCompletion({ ...chat, completesAt }, { by, nowMs }).kind).toBe(kind);
  });
});
