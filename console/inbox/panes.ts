import { type ReadonlySignal, signal } from '@preact/signals';
import { remembered } from '../app/remembered';

/** How much of the inbox stands side by side: all three panes, two with the details over them, or one at a time. */
export type Room = 'wide' | 'medium' | 'narrow';

/** The same widths stand in screen.module.css. */
const queries = { narrow: '(max-width: 760px)', wide: '(min-width: 1120px)' };

function watchRoom(): ReadonlySignal<Room> {
  if (typeof matchMedia === 'undefined') return signal('wide');
  const narrow = matchMedia(queries.narrow);
  const wide = matchMedia(queries.wide);
  const now = (): Room => (narrow.matches ? 'narrow' : wide.matches ? 'wide' : 'medium');
  const room = signal(now());
  const look = () => {
    room.value = now();
  };
  narrow.addEventListener('change', look);
  wide.addEventListener('change', look);
  return room;
}

export const room = watchRoom();

/** The pane in which letters are commands: everywhere else they may be meant for a client. */
export const listPane = { 'data-pane': 'list' };
export const inList = '[data-pane="list"]';

/** Whether the details stand beside the conversation, where there is room for them. */
export const detailsBeside = remembered<'shown' | 'hidden'>('parley.details', {
  read: (text) => (text === 'shown' || text === 'hidden' ? text : null),
  otherwise: () => 'shown',
});
