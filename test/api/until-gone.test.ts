import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { untilGone } from '../../api/http/mount';

/** As much of an answer as tells whether somebody waits for it. */
const answer = (destroyed: boolean) => Object.assign(new EventEmitter(), { destroyed }) as unknown as Response;

test('a caller is there until his connection closes', () => {
  const response = answer(false);
  const signal = untilGone(response);
  expect(signal.aborted).toBe(false);
  response.emit('close');
  expect(signal.aborted).toBe(true);
});

test('a caller who went away while it was looked up who he is, is gone from the beginning', () => {
  expect(untilGone(answer(true)).aborted).toBe(true);
});
