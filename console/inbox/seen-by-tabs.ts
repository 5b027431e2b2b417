/** The other tabs of this browser, as far as they are told what was seen. */
export interface OtherTabs {
  tell: (seen: readonly string[]) => void;
  leave: () => void;
}

const isTexts = (data: unknown): data is string[] =>
  Array.isArray(data) && data.every((one) => typeof one === 'string');

/** What was seen in one tab of this browser need not be rung for in another. */
export function joinTabs(onTold: (seen: readonly string[]) => void): OtherTabs {
  const channel = new BroadcastChannel('parley.seen-offers');
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isTexts(data)) onTold(data);
  });
  return { tell: (seen) => channel.postMessage(seen), leave: () => channel.close() };
}
