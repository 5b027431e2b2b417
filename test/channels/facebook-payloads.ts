/** Entries of webhooks as Facebook sends them, of one page and one person. */
export const pageId = '1067280970047460';
export const psid = '5381237000000001';
export const appId = '1234567890123456';
export const at = 1_800_000_000_123;

interface Moved {
  timestamp?: number;
  time?: number;
}

export function fromClient(event: object, { timestamp = at }: Moved = {}): object {
  return { sender: { id: psid }, recipient: { id: pageId }, timestamp, ...event };
}

export function fromPage(event: object, { timestamp = at }: Moved = {}): object {
  return { sender: { id: pageId }, recipient: { id: psid }, timestamp, ...event };
}

export function entryOf(...messaging: object[]): Record<string, unknown> {
  return { id: pageId, time: at + 500, messaging };
}

export function standbyOf(...standby: object[]): Record<string, unknown> {
  return { id: pageId, time: at + 500, standby };
}

export function textEntry(text: string, more: { mid?: string } & Moved = {}): Record<string, unknown> {
  const { mid = 'm_AAA', time = at + 500 } = more;
  return { id: pageId, time, messaging: [fromClient({ message: { mid, text } }, more)] };
}
