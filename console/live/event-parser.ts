/** One server-sent event. */
export interface ServerEvent {
  type: string;
  data: string;
}

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) from pieces of text. `onId` is told the place in the stream, also where an id comes without an event, as
 * Parley sends it at the beginning of a stream; the parsers that exist swallow those.
 */
export function createEventParser(told: { onEvent: (event: ServerEvent) => void; onId: (id: string) => void }) {
  let rest = '';
  let type = '';
  let data: string[] = [];
  let id: string | null = null;

  function line(text: string): void {
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') type = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  }

  /** The event before its id: whoever stops in between hears the event again, and misses none. */
  function dispatch(): void {
    if (data.length > 0) told.onEvent({ type: type === '' ? 'message' : type, data: data.join('\n') });
    if (id !== null) told.onId(id);
    type = '';
    data = [];
    id = null;
  }

  return {
    feed(text: string): void {
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const one of lines) {
        if (one === '') dispatch();
        else line(one);
      }
    },
  };
}
