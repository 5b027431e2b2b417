import type { Signal } from '@preact/signals';
import { remembered } from '../app/remembered';

type Choice = 'on' | 'off';

const choice = (key: string, otherwise: Choice) =>
  remembered<Choice>(key, {
    read: (text) => (text === 'on' || text === 'off' ? text : null),
    otherwise: () => otherwise,
  });

/** Whether this browser plays the sound that the installation has. */
export const soundChoice: Signal<Choice> = choice('parley.sound', 'on');
/** Whether this browser shows notifications outside of the page; it has to be permitted as well. */
export const desktopChoice: Signal<Choice> = choice('parley.desktop', 'off');

/** Whether this browser has ever asked to permit notifications: it asks by itself only once. */
export const desktopAsked: Signal<'yes' | 'no'> = remembered<'yes' | 'no'>('parley.desktop-asked', {
  read: (text) => (text === 'yes' || text === 'no' ? text : null),
  otherwise: () => 'no',
});
