import type { Tab } from '../support/browser/browser';
import { createAccount, openSignedIn } from '../support/browser/console-pages';
import {
  addMessages,
  fakeClientInWork,
  inConversation,
  operatorWithQueue,
} from '../support/browser/conversation-scene';
import { inInbox } from '../support/browser/inbox-page';
import { type Stage, startStage } from '../support/browser/stage';
import { createQueue } from '../support/builders';
import { eventually } from '../support/eventually';
import { createFakeMessenger } from '../support/fake-messenger';
import { generateChats } from '../support/many-chats';
import type { Parley } from '../support/parley';

const hourMs = 3_600_000;
const messenger = createFakeMessenger();
let stage: Stage;
let parley: Parley;
const { list, message } = inConversation;
const { row } = inInbox;

beforeAll(async () => {
  stage = await startStage({ providers: [messenger.provider] });
  ({ parley } = stage);
});

afterAll(() => stage.close());

test('a list of 500 chats scrolls as smoothly as one of 20, and is never empty on the way', async () => {
  const { account: olga } = await operatorWithQueue(parley);
  const sample = (number: number) => ({
    ...{ id: `chat-${number}`, number, status: 'active', offer: null, completedAt: null, completedBy: null },
    channel: { id: 'channel', name: 'Website', provider: 'webchat' },
    queue: { id: 'queue', name: 'Support' },
    contact: { id: `contact-${number}`, name: `Client ${number}`, firstName: null, lastName: null, photoUrl: null },
    operator: { id: olga.user.userId, name: 'Olga' },
    ...{ createdAt: '2026-03-05T10:00:00.000Z', acceptedAt: '2026-03-05T10:00:00.000Z', completesAt: null },
    lastMessage: {
      ...{ id: `message-${number}`, direction: 'incoming', type: 'text', text: `Question ${number}` },
      timestamp: new Date(Date.UTC(2026, 2, 5, 10, number)).toISOString(),
    },
    unreadCount: number % 3,
  });
  async function inboxOf(count: number): Promise<Tab> {
    const tab = await stage.browser.openTab();
    const { page } = tab;
    const active = Array.from({ length: count }, (_, index) => sample(index + 1));
    await page.route('**/api/chats', (route) => route.fulfill({ json: { offered: [], available: [], active } }));
    await openSignedIn(page, parley.base, olga, '/inbox');
    await row(page, `Question ${count}`).waitFor();
    return tab;
  }
  const [short, long] = [await inboxOf(20), await inboxOf(500)];
  const frames = { short: [] as Frames[], long: [] as Frames[] };
  // In turns, of which the quickest count: the machine does other things too.
  for (let turn = 0; turn < 3; turn += 1) {
    frames.short.push(await short.page.evaluate(scrollThrough));
    frames.long.push(await long.page.evaluate(scrollThrough));
  }
  console.info(`frames while scrolling: ${JSON.stringify(frames)}`);
  const quickestMs = (turns: Frames[]) => Math.min(...turns.map(({ medianMs }) => medianMs));
  expect(frames.long.map(({ gaps }) => gaps)).toEqual([0, 0, 0]);
  expect(Math.max(...frames.long.map(({ rows }) => rows))).toBeLessThan(60);
  expect(quickestMs(frames.long)).toBeLessThan(3 * quickestMs(frames.short) + 17);
  await short.close();
  await long.close();
});

test('reading upward through 300 messages keeps the place, and what comes meanwhile waits at the end', async () => {
  const scene = await fakeClientInWork(parley, 'message 0.', new Date(Date.now() - 4 * hourMs));
  await addMessages(parley, scene.chatId, 300);
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await message(page, 'message 300.').waitFor();
  const topOf = (number: number) =>
    message(page, `message ${number}.`).evaluate((row) => row.getBoundingClientRect().top);
  await list(page).hover();

  let seenFirst = 300;
  while (seenFirst > 0) {
    const before = await firstInSight();
    const at = await topOf(before);
    const isAtTop = await list(page).evaluate((element) => {
      element.scrollTop -= 300;
      return element.scrollTop === 0;
    });
    await eventually('it has moved by as much as that, and not jumped', async () => {
      const moved = (await topOf(before)) - at;
      if (moved > 340) throw new Error(`message ${before} moved by ${moved}`);
      return moved > 250 || isAtTop;
    });
    seenFirst = await firstInSight();
  }
  await scene.client.write('while you read');
  await page.getByRole('button', { name: 'To the newest message: 1 new message' }).click();
  await message(page, 'while you read').waitFor();
  await page.getByText('New messages', { exact: true }).waitFor();
  await eventually('it is read', async () => (await scene.account.user.chat(scene.chatId)).unreadCount === 0);
  await tab.close();

  async function firstInSight(): Promise<number> {
    return list(page).evaluate((element) => {
      const top = element.getBoundingClientRect().top;
      const rows = [...element.querySelectorAll('article')];
      const first = rows.find((row) => row.getBoundingClientRect().top >= top);
      return Number(/message (\d+)\./.exec(first?.textContent ?? '')?.[1] ?? -1);
    });
  }
});

test('a conversation of 10,000 messages scrolls smoothly, with few of them in the page', async () => {
  const scene = await fakeClientInWork(parley, 'message 0', new Date(Date.now() - 4 * hourMs));
  await addMessages(parley, scene.chatId, 10_000);
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await message(page, 'message 10000.').waitFor();
  const drawn = await list(page).evaluate(async (element) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let most = 0;
    async function longFrames(turns: number, turn: () => void): Promise<number> {
      let long = 0;
      let last = await frame();
      for (let done = 0; done < turns; done += 1) {
        turn();
        const now = await frame();
        if (now - last > 100) long += 1;
        last = now;
        most = Math.max(most, element.querySelectorAll('article').length);
      }
      return long / turns;
    }
    // In turns: the machine does other things too, which are late frames of a page at rest as well.
    let [resting, scrolling] = [0, 0];
    for (let turn = 0; turn < 4; turn += 1) {
      resting += (await longFrames(50, () => {})) / 4;
      // As fast as a wheel can: half a screen a frame.
      const up = () => {
        element.scrollTop -= element.clientHeight / 2;
      };
      scrolling += (await longFrames(100, up)) / 4;
    }
    return { most, resting, scrolling };
  });
  expect(drawn.scrolling).toBeLessThan(drawn.resting + 0.2);
  expect(drawn.most).toBeLessThan(80);
  await eventually('older ones were loaded on the way', async () => {
    const text = await list(page).getByRole('article').first().textContent();
    return Number(/message (\d+)/.exec(text ?? '')?.[1]) < 9_900;
  });
  await tab.close();
});

describe('in the chats section', () => {
  test('scrolling reaches all of them, each once, also while new ones come, which are shown when the reader wants', async () => {
    // Numbers that no chat of the other tests has.
    const first = 1_001;
    const { id: queueId } = await createQueue(parley);
    const startsAt = new Date('2026-01-05T08:00:00Z');
    await generateChats(parley.storage, { first, count: 130, queueIds: [queueId], startsAt });
    const administrator = await createAccount(parley, { name: 'Nora Lead', permissions: ['Administrator'] });
    const tab = await stage.openAt(administrator, `/chats?queueId=${queueId}`);
    const { page } = tab;
    const list = page.getByRole('list', { name: 'Chats', exact: true });
    await list.getByText('#1130').waitFor();
    const seen = new Set<string>();
    const notice = async () => {
      for (const text of await list.getByRole('link').allTextContents()) {
        const number = /#(\d+)/.exec(text)?.[1];
        if (number !== undefined) seen.add(number);
      }
    };
    await notice();
    const newest = await parley.storage.chats.model.collection.findOne({ number: 1_130 });
    const { _id, ...row } = newest ?? {};
    await parley.storage.chats.model.collection.insertOne({
      ...row,
      _id: 'chat-1131' as never,
      number: 1_131,
      workflowId: 'generated-1131',
    });
    await page.getByRole('button', { name: '1 newer chat' }).waitFor();
    for (let step = 0; step < 200 && !(await page.getByText('That is all.').isVisible()); step += 1) {
      await list.evaluate((element) => element.scrollBy(0, element.clientHeight));
      await notice();
    }
    await page.getByText('That is all.').waitFor();
    await eventually('all were seen', async () => {
      await notice();
      return seen.size === 130;
    });
    await page.getByRole('button', { name: '1 newer chat' }).click();
    await list.evaluate((element) => element.scrollTo(0, 0));
    await list.getByText('#1131').waitFor();
    await list.getByText('#1130').waitFor();
    await tab.close();
  });
});

interface Frames {
  medianMs: number;
  /** At most, at once. */
  rows: number;
  /** Frames with nothing in the middle of the list. */
  gaps: number;
}

/** In the page: scrolls the list a hundred pixels a frame, and looks at each frame what is in sight. */
async function scrollThrough(): Promise<Frames> {
  const list = document.querySelector('[role=list][aria-label="Your chats"]');
  if (list === null) throw new Error('there is a list');
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const taken: number[] = [];
  let [rows, gaps, before] = [0, 0, await frame()];
  for (let step = 0; step < 99; step += 1) {
    list.scrollTop += list.scrollTop + list.clientHeight >= list.scrollHeight - 1 ? -list.scrollHeight : 100;
    const now = await frame();
    taken.push(now - before);
    before = now;
    const items = list.querySelectorAll('[role=listitem]');
    const middle = list.getBoundingClientRect().top + list.clientHeight / 2;
    const isCovered = [...items].some((item) => {
      const { top, bottom } = item.getBoundingClientRect();
      return top <= middle && bottom >= middle;
    });
    rows = Math.max(rows, items.length);
    if (!isCovered) gaps += 1;
  }
  return { medianMs: taken.sort((one, other) => one - other)[49] ?? 0, rows, gaps };
}
