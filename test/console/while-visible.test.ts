import { whileVisible } from '../../console/live/while-visible';

type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

let listeners: Set<() => void>;
let page: { visibilityState: DocumentVisibilityState };

beforeEach(() => {
  jest.useFakeTimers();
  listeners = new Set();
  page = { visibilityState: 'visible' };
  const document = {
    get visibilityState() {
      return page.visibilityState;
    },
    addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
  };
  (globalThis as { document?: unknown }).document = document as unknown as Page;
});

afterEach(() => {
  jest.useRealTimers();
  delete (globalThis as { document?: unknown }).document;
});

function becomes(state: DocumentVisibilityState): void {
  page.visibilityState = state;
  for (const listener of listeners) listener();
}

test('nothing is asked for behind a hidden tab, and at once when somebody comes back to it', () => {
  const asked: number[] = [];
  const end = whileVisible(4_000, () => asked.push(Date.now()));
  jest.advanceTimersByTime(8_000);
  expect(asked).toHaveLength(2);
  becomes('hidden');
  jest.advanceTimersByTime(600_000);
  expect(asked).toHaveLength(2);
  becomes('visible');
  expect(asked).toHaveLength(3);
  becomes('hidden');
  becomes('visible');
  expect(asked).toHaveLength(3);
  end();
  jest.advanceTimersByTime(60_000);
  expect([asked.length, listeners.size]).toEqual([3, 0]);
});
