import { createEventParser } from '../../console/live/event-parser';

function heard(...pieces: string[]): unknown[] {
  const all: unknown[] = [];
  const parser = createEventParser({ onEvent: (event) => all.push(event), onId: (id) => all.push(id) });
  for (const piece of pieces) parser.feed(piece);
  return all;
}

const stream =
  'retry: 1000\n\nid: 1\n\nevent: chat.updated\ndata: {"a":\ndata: 1}\nid: 2\n\n: still here\n\ndata:plain\n\n';
const told = ['1', { type: 'chat.updated', data: '{"a":\n1}' }, '2', { type: 'message', data: 'plain' }];

test('events and places in the stream are heard, the place after its event, and also without one', () => {
  expect(heard(stream)).toEqual(told);
});

test('it does not matter where the pieces are cut, nor how lines end', () => {
  for (let at = 1; at < stream.length; at += 1) expect(heard(stream.slice(0, at), stream.slice(at))).toEqual(told);
  const windows = stream.replaceAll('\n', '\r\n');
  for (let at = 1; at < windows.length; at += 1) expect(heard(windows.slice(0, at), windows.slice(at))).toEqual(told);
});

test('an event that broke off in the middle is not heard', () => {
  expect(heard('event: chat.updated\ndata: {}\n')).toEqual([]);
});
