import type { Chat } from '../app/types';

/** Marks a countdown with the deadline that it counts to. */
export const untilMark = 'data-until';
/** Marks what stands for several offers with the ids of their chats. */
export const offersMark = 'data-offers';

/** Whether an offer can be seen in the page now: its countdown, or the card that counts it. */
export function isOnScreen({ id, offer }: Pick<Chat, 'id' | 'offer'>): boolean {
  const until = `[${untilMark}="${CSS.escape(offer?.expiresAt ?? '')}"]`;
  const among = `[${offersMark}~="${CSS.escape(id)}"]`;
  return [...document.querySelectorAll(`${until}, ${among}`)].some(isVisible);
}

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** Without what a phone's keyboard hides. */
function seenPart(): Box {
  const { offsetLeft: left, offsetTop: top, width, height } = visualViewport as VisualViewport;
  return { left, top, right: left + width, bottom: top + height };
}

/** Its middle is within what is seen of the page, and no dialog lies over it. */
function isVisible(element: Element): boolean {
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  const isWithin = (box: Box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  const dialogs = [...document.querySelectorAll('dialog[open]')].map((dialog) => dialog.getBoundingClientRect());
  return isWithin(seenPart()) && !dialogs.some(isWithin);
}
