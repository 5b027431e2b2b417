import { Readable } from 'node:stream';
import type { OutgoingMessage, SendOutcome } from '../../channels/contract';
import { createFacebookProvider } from '../../channels/facebook/provider';
import { grownTo, sampleFiles } from '../support/sample-files';
import { age, answerTo, attachmentOf, type FacebookBench, hourMs, setUpFacebook } from './facebook-bench';

let bench: FacebookBench;

beforeEach(async () => {
  bench = await setUpFacebook();
});

afterEach(() => bench.standIn.stop());

function send(changes: Partial<OutgoingMessage> = {}): Promise<SendOutcome> {
  return bench.provider.send(bench.channel, answerTo(bench.client, changes));
}

const file = (sample = sampleFiles.pdf): Partial<OutgoingMessage> => ({
  text: '',
  attachments: [attachmentOf(sample)],
});
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs);
const reason = expect.stringMatching(/\.$/);

describe('what is sent by Facebook', () => {
  it('arrives as text, as it was written, is known by its id, and carries ours', async () => {
    const text = 'Grüße, "x" & 😀\nhttps://x.example';
    const outcome = await send({ text });
    const [received] = bench.client.received;
    expect(received).toMatchObject({ text, metadata: 'parley:our-id', appId: bench.standIn.app.id });
    expect(outcome).toEqual({ kind: 'sent', externalId: received?.mid });
  });

  it('goes with a proof of the app’s secret, and with the token in no address', async () => {
    await send();
    const [call] = bench.standIn.app.calls;
    expect(call?.path).toContain(`appsecret_proof=${bench.standIn.app.proofOf(bench.page.accessToken)}`);
    expect(call?.path).not.toContain(bench.page.accessToken);
    expect(call?.authorization).toBe(`Bearer ${bench.page.accessToken}`);
  });

  it('may be as long as Facebook allows', async () => {
    expect(await send({ text: 'x'.repeat(bench.provider.outgoing.maxTextLength) })).toMatchObject({ kind: 'sent' });
    expect(await send({ text: 'x'.repeat(2001) })).toMatchObject({ kind: 'refused' });
  });

  it('answers an earlier message, also one that is gone', async () => {
    const { mid } = bench.client.sendText('When?');
    await send({ replyToExternalId: mid });
    expect(await send({ replyToExternalId: 'm_gone' })).toMatchObject({ kind: 'sent' });
    expect(bench.client.received.map(({ replyTo }) => replyTo)).toEqual([mid, undefined]);
  });

  it.each([
    ['image', sampleFiles.jpeg],
    ['image', sampleFiles.gif],
    ['audio', sampleFiles.mp3],
    ['video', sampleFiles.mp4],
    ['file', sampleFiles.pdf],
    ['file', sampleFiles.webp],
    ['file', { ...sampleFiles.text, mediaType: 'odd', fileName: 'a"b\r\nc.txt' }],
  ])('arrives as %s with its bytes', async (type, sample) => {
    expect(await send(file(sample))).toMatchObject({ kind: 'sent' });
    const [received] = bench.client.received;
    expect(received?.files[0]?.bytes.equals(sample.bytes)).toBe(true);
    expect(received?.files[0]?.fileName).toBe(sample.fileName.replace(/["\r\n]/g, '_'));
    expect(received?.sentWith?.message).toMatchObject({ attachment: { type }, metadata: 'parley:our-id' });
  });

  it('may be a file of 25 MB', async () => {
    expect(await send(file(grownTo(sampleFiles.mp4, 25 * 1024 * 1024)))).toMatchObject({ kind: 'sent' });
    expect(bench.provider.outgoing.maxAttachmentBytes('video/mp4')).toBe(25 * 1024 * 1024);
    const tooBig = await send(file(grownTo(sampleFiles.mp4, 25 * 1024 * 1024 + 1)));
    expect(tooBig).toEqual({ kind: 'refused', failure: { code: 'file_too_big', reason } });
  });

  it('is either one text or one file, so that none of it is sent twice or lost', async () => {
    const both = { ...file(), text: 'See here' };
    expect(await send(both)).toMatchObject({ kind: 'refused', failure: { code: 'text_with_file' } });
    const two = { text: '', attachments: [attachmentOf(sampleFiles.pdf), attachmentOf(sampleFiles.png)] };
    expect(await send(two)).toMatchObject({ kind: 'refused', failure: { code: 'too_many_attachments' } });
    expect(bench.provider.outgoing).toMatchObject({ maxCaptionLength: 0, maxAttachments: 1 });
    expect(bench.standIn.app.calls).toEqual([]);
  });
});

describe('the window in which a page may answer', () => {
  it.each([
    ['freely within a day', 23, { messaging_type: 'RESPONSE' }],
    ['as a person within a week', 25, { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }],
  ])('lets us answer %s', async (_, hours, sentWith) => {
    age(bench.client, hours * hourMs);
    expect(await send({ lastIncomingAt: hoursAgo(hours) })).toMatchObject({ kind: 'sent' });
    expect(bench.client.received[0]?.sentWith).toMatchObject(sentWith);
  });

  it('is over after a week, which is said in words', async () => {
    age(bench.client, 8 * 24 * hourMs);
    const outcome = await send({ lastIncomingAt: hoursAgo(8 * 24) });
    expect(outcome).toEqual({ kind: 'refused', failure: { code: 'outside_window', reason } });
    expect(bench.provider.replyWindow).toEqual({ freeMs: 24 * hourMs, personMs: 7 * 24 * hourMs });
  });

  it('may close on the way: then a person answers', async () => {
    age(bench.client, 24 * hourMs + 1000);
    expect(await send({ lastIncomingAt: hoursAgo(23.99) })).toMatchObject({ kind: 'sent' });
    expect(bench.client.received[0]?.sentWith).toMatchObject({ tag: 'HUMAN_AGENT' });
  });
});

describe('a message that Facebook does not take', () => {
  it.each([
    ['a client who has blocked the page', 'client_unavailable', () => bench.client.block()],
    ['a conversation that a bot has', 'conversation_elsewhere', () => bench.page.pass(bench.client, '42')],
  ])('is refused for %s', async (_, code, arrange) => {
    arrange();
    expect(await send()).toEqual({ kind: 'refused', failure: { code, reason } });
    expect(bench.client.received).toEqual([]);
  });

  it('is refused for a client whom the page does not know', async () => {
    expect(await send({ clientId: '42' })).toMatchObject({ failure: { code: 'client_not_found' } });
  });

  it.each([
    [10, 2018278, 'outside_window'],
    [551, undefined, 'client_unavailable'],
    [200, 1545041, 'client_unavailable'],
    [10, 2018108, 'client_unavailable'],
    [200, 2018028, 'app_not_reviewed'],
    [200, undefined, 'permission_missing'],
    [230, undefined, 'permission_missing'],
    [10, undefined, 'permission_missing'],
    [368, undefined, 'page_blocked'],
    [100, 2018047, 'file_refused'],
    [100, 2018001, 'client_not_found'],
    [100, undefined, 'refused_by_facebook'],
    [6000, 7, 'refused_by_facebook'],
  ])('is refused by error %s/%s as %s', async (code, subcode, word) => {
    const fault = { kind: 'error', code, ...(subcode !== undefined && { subcode }) } as const;
    bench.standIn.failNext('messages', fault, 2);
    expect(await send()).toEqual({ kind: 'refused', failure: { code: word, reason } });
  });

  it('keeps Facebook’s own words where ours are missing, with the error’s number', async () => {
    bench.standIn.failNext('messages', { kind: 'error', code: 6000, subcode: 7 });
    const outcome = await send();
    expect(outcome).toMatchObject({ failure: { reason: expect.stringMatching(/6000\/7.*a test has planned/) } });
  });
});

describe('a message that nobody can send until somebody logs in', () => {
  it.each([
    [463, /expired/],
    [460, /password/],
    [458, /removed this app/],
    [459, /confirm/],
    [492, /no longer manages/],
    [467, /does not accept/],
  ])('waits when the token ended with %s', async (subcode, words) => {
    bench.page.expireToken(subcode);
    const detail = expect.stringMatching(words);
    expect(await send()).toEqual({ kind: 'waits', reason: detail, health: { status: 'unauthorized', detail } });
  });

  it('waits without a token, without an app, and with another app’s secret', async () => {
    const { standIn, client, channel } = bench;
    const health = { status: 'unauthorized' };
    expect(await bench.provider.send({ ...channel, settings: {} }, answerTo(client))).toMatchObject({
      kind: 'waits',
      health,
    });
    const bare = createFacebookProvider({ ...standIn.config, appSecret: undefined });
    const noApp = await bare.send(channel, answerTo(client));
    expect(noApp).toMatchObject({ kind: 'waits', reason: expect.stringContaining('FACEBOOK_APP_SECRET') });
    const wrong = createFacebookProvider({ ...standIn.config, appSecret: 'of another app' });
    const wrongSecret = await wrong.send(channel, answerTo(client));
    expect(wrongSecret).toMatchObject({ kind: 'waits', reason: expect.stringContaining('FACEBOOK_APP_SECRET') });
    expect(client.received).toEqual([]);
  });
});

describe('a message that Facebook does not take now', () => {
  it.each([4, 17, 32, 613])('waits after error %s', async (code) => {
    bench.standIn.failNext('messages', { kind: 'error', code });
    expect(await send()).toMatchObject({ kind: 'later', afterMs: null, reason });
  });

  it('waits as long as Facebook says', async () => {
    bench.standIn.failNext('messages', { kind: 'rate', minutes: 7 });
    expect(await send()).toMatchObject({ kind: 'later', afterMs: 7 * 60_000 });
  });

  it('waits when Facebook could not send it for the moment', async () => {
    bench.standIn.failNext('messages', { kind: 'error', code: 1200 });
    expect(await send()).toMatchObject({ kind: 'later', afterMs: null, reason });
  });

  it('waits while Facebook is away, also with a file', async () => {
    await bench.standIn.goDown();
    expect(await send()).toMatchObject({ kind: 'later' });
    expect(await send(file())).toMatchObject({ kind: 'later' });
  });

  it.each([
    ['breaks off', () => [Buffer.from('begun'), null]],
    ['is shorter than it was', () => [Buffer.from('short')]],
  ])('waits when its file %s on our side, and nothing is sent', async (_, chunks) => {
    const open = () =>
      Readable.from(
        (async function* () {
          for (const chunk of chunks()) {
            if (chunk === null) throw new Error('the store is away');
            yield chunk;
          }
        })(),
      );
    const outcome = await send({ text: '', attachments: [{ ...attachmentOf(sampleFiles.pdf), open }] });
    expect(outcome).toMatchObject({ kind: 'later', reason: expect.stringContaining('our store') });
    expect(bench.client.received).toEqual([]);
  });
});

describe('a message of which nobody knows whether Facebook took it', () => {
  const known = (isKnown: (id: string) => boolean = () => false) => ({
    since: hoursAgo(1),
    isKnown: async (id: string) => isKnown(id),
  });
  const find = (changes: Partial<OutgoingMessage> = {}, of = known()) =>
    bench.provider.findSent?.(bench.channel, answerTo(bench.client, changes), of);

  it.each([
    ['before it took effect', 'dropBefore', 0],
    ['after it took effect', 'dropAfter', 1],
  ] as const)('is unknown when the connection breaks %s, and is looked up', async (_, kind, received) => {
    bench.standIn.failNext('messages', { kind });
    expect(await send()).toEqual({ kind: 'unknown', reason });
    expect(bench.client.received).toHaveLength(received);
    const [taken] = bench.client.received;
    expect(await find()).toEqual(taken ? { kind: 'sent', externalId: taken.mid } : { kind: 'not_found' });
  });

  it('is none that is known as another, none of another wording, none of the client’s, and none of before', async () => {
    const { mid } = bench.page.inboxSays(bench.client, 'Hello');
    expect(
      await find(
        {},
        known((id) => id === mid),
      ),
    ).toEqual({ kind: 'not_found' });
    expect(await find({ text: 'Hello there' })).toEqual({ kind: 'not_found' });
    expect(await find()).toEqual({ kind: 'sent', externalId: mid });
    age(bench.client, 2 * hourMs);
    expect(await find()).toEqual({ kind: 'not_found' });
  });

  it('is found among many, also as a file', async () => {
    const sent = await send(file());
    for (let index = 0; index < 60; index += 1) bench.client.sendText(`and ${index}`);
    expect(await find(file())).toEqual({ kind: 'sent', externalId: sent.kind === 'sent' ? sent.externalId : '' });
  });

  it('is found although Facebook’s clock is behind ours', async () => {
    bench.standIn.failNext('messages', { kind: 'dropAfter' });
    await send();
    const since = new Date(Date.now() + 45_000);
    expect(await find({}, { ...known(), since })).toMatchObject({ kind: 'sent' });
  });

  it('cannot be looked up by a login that may not read the inbox, now or later', async () => {
    bench.standIn.failNext('conversations', { kind: 'error', code: 10, status: 403 });
    expect(await find()).toEqual({ kind: 'not_found' });
  });

  it('is looked up later while Facebook does not answer', async () => {
    bench.standIn.failNext('conversations', { kind: 'rate', minutes: 1 });
    expect(await find()).toEqual({ kind: 'later', afterMs: 60_000, reason });
  });
});
