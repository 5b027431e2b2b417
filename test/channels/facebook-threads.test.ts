import type { ThreadOutcome } from '../../channels/contract';
import { pageInbox } from '../support/facebook/stand-in-page';
import type { SpoiltAnswer } from '../support/spoilt-answer';
import { type FacebookBench, setUpFacebook } from './facebook-bench';

const bot = '42';
let bench: FacebookBench;

beforeEach(async () => {
  bench = await setUpFacebook();
});

afterEach(() => bench.standIn.stop());

async function ask(what: 'handBack' | 'takeOver'): Promise<ThreadOutcome | undefined> {
  return bench.provider.threads?.[what](bench.channel, bench.client.id);
}

/** The page's default app, and who has the client's conversation. */
function arrange({ defaultApp, owner }: { defaultApp: string | null; owner: string | null }): void {
  bench.page.defaultApp = defaultApp;
  bench.client.conversation.owner = owner;
}

const done = { kind: 'done' };
const reason = expect.stringMatching(/^.{20,}\.$/);

describe('handing a conversation back', () => {
  it('gives it to the page’s default app', async () => {
    arrange({ defaultApp: bot, owner: bench.standIn.app.id });
    expect(await ask('handBack')).toEqual(done);
    expect(bench.client.conversation.owner).toBe(bot);
  });

  it('leaves it idle on a page without one', async () => {
    arrange({ defaultApp: null, owner: bench.standIn.app.id });
    expect(await ask('handBack')).toEqual(done);
    expect(bench.client.conversation.owner).toBeNull();
  });

  it.each([bot, pageInbox, null])('has happened already when we do not have it but %s', async (owner) => {
    arrange({ defaultApp: bot, owner });
    expect(await ask('handBack')).toEqual(done);
    expect(bench.client.conversation.owner).toBe(owner);
  });

  it('is refused when Facebook refuses it', async () => {
    arrange({ defaultApp: bot, owner: bench.standIn.app.id });
    bench.standIn.failNext('release_thread_control', { kind: 'error', code: 200 });
    expect(await ask('handBack')).toEqual({ kind: 'refused', reason });
  });
});

describe('taking a conversation over', () => {
  it('is done at once by the page’s default app', async () => {
    arrange({ defaultApp: bench.standIn.app.id, owner: bot });
    expect(await ask('takeOver')).toEqual(done);
    expect(bench.client.conversation.owner).toBe(bench.standIn.app.id);
  });

  it('is done at once when the conversation is idle', async () => {
    arrange({ defaultApp: bot, owner: null });
    expect(await ask('takeOver')).toEqual(done);
    expect(bench.client.conversation.owner).toBe(bench.standIn.app.id);
  });

  it.each([null, bot])('is asked for by others, with the default app %s', async (defaultApp) => {
    arrange({ defaultApp, owner: bot });
    expect(await ask('takeOver')).toEqual({ kind: 'requested', detail: reason });
    expect(bench.standIn.app.threadRequests).toEqual([bench.client.id]);
    expect(bench.client.conversation.owner).toBe(bot);
  });

  it('needs nothing on a page without a default app where nobody has it, or where we have it', async () => {
    arrange({ defaultApp: null, owner: null });
    expect(await ask('takeOver')).toEqual(done);
    arrange({ defaultApp: null, owner: bench.standIn.app.id });
    expect(await ask('takeOver')).toEqual(done);
    expect(bench.standIn.app.threadRequests).toEqual([]);
  });

  it('is refused when it may not even be asked for', async () => {
    arrange({ defaultApp: bot, owner: bot });
    bench.standIn.failNext('request_thread_control', { kind: 'error', code: 200 });
    expect(await ask('takeOver')).toEqual({ kind: 'refused', reason });
  });
});

describe.each(['handBack', 'takeOver'] as const)('%s in trouble', (what) => {
  const edges = { handBack: 'release_thread_control', takeOver: 'take_thread_control' };

  it.each<[string, SpoiltAnswer]>([
    ['a gateway’s page', { status: 502, body: '<h1>Bad Gateway</h1>' }],
    ['nothing that can be read', { status: 200, body: '<h1>Welcome</h1>' }],
  ])('looks whether it was done when the answer is %s', async (_what, answer) => {
    const { id } = bench.standIn.app;
    arrange(what === 'handBack' ? { defaultApp: bot, owner: id } : { defaultApp: id, owner: bot });
    bench.standIn.failNext(edges[what], { kind: 'spoilt', answer, taken: false });
    expect(await ask(what)).toEqual({ kind: 'unreachable', reason });
    bench.standIn.failNext(edges[what], { kind: 'spoilt', answer, taken: true });
    expect(await ask(what)).toEqual(done);
    expect(bench.client.conversation.owner).toBe(what === 'handBack' ? bot : id);
    expect(bench.standIn.app.threadRequests).toEqual([]);
  });

  it('says whether it is worth asking again', async () => {
    bench.standIn.failNext('*', { kind: 'rate', minutes: 1 });
    expect(await ask(what)).toEqual({ kind: 'unreachable', reason });
    bench.page.expireToken();
    expect(await ask(what)).toEqual({ kind: 'refused', reason });
    await bench.standIn.goDown();
    expect(await ask(what)).toEqual({ kind: 'unreachable', reason });
  });
});
