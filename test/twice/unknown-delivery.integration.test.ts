import { type Bench, startBench } from './bench';
import { type OnTelegram, telegramInWork } from './scenes';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});

afterAll(() => bench.stop());

/** An answer that waits to be sent to Telegram, which knows no key that would tell a repeat (decision 0009). */
async function answerToSend() {
  const scene = await telegramInWork(bench, (client) => client.sendText('Hello'));
  const { id } = await scene.operator.say(scene.chat.id, 'Good morning');
  const send = () => bench.run('sendAnswers', { chatId: scene.chat.id });
  return { ...scene, send, answer: () => bench.parley.storage.messages.get(id) };
}

const textsTo = ({ bot }: OnTelegram) => bot.sent.map(({ params }) => params.text);

describe('an attempt to send that finds another one under way, of which nobody knows whether it got through', () => {
  test('sends the answer once more, and says so; the first one’s outcome, come late, changes nothing', async () => {
    const scene = await answerToSend();
    const release = scene.bot.holdNext('sendMessage');
    const first = scene.send();
    await release.arrived;
    expect(await scene.answer()).toMatchObject({ deliveryStatus: 'sending', possiblyRepeated: false });

    await scene.send();
    expect(await scene.answer()).toMatchObject({ deliveryStatus: 'sent', possiblyRepeated: true });
    release();
    await first;
    expect(await scene.send()).toEqual({ more: false });
    expect(await scene.answer()).toMatchObject({ deliveryStatus: 'sent', possiblyRepeated: true });
    expect(textsTo(scene)).toEqual(['Good morning', 'Good morning']);
  });

  test('sends it no third time, and leaves the decision to the operator', async () => {
    const scene = await answerToSend();
    const held = [scene.bot.holdNext('sendMessage'), scene.bot.holdNext('sendMessage')];
    const attempts: Array<Promise<unknown>> = [];
    for (const release of held) {
      attempts.push(scene.send());
      await release.arrived;
    }
    await scene.send();
    expect(await scene.answer()).toMatchObject({ deliveryStatus: 'failed', failure: { code: 'delivery_unknown' } });
    for (const release of held) release();
    await Promise.all(attempts);
    expect(await scene.send()).toEqual({ more: false });
    expect(await scene.answer()).toMatchObject({ deliveryStatus: 'failed', failure: { code: 'delivery_unknown' } });
    expect(textsTo(scene)).toEqual(['Good morning', 'Good morning']);
  });

  test('of two that begin at the same moment, the answer is sent once, or twice and says so', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scene = await answerToSend();
      await Promise.all([scene.send(), scene.send()]);
      const sent = textsTo(scene).length;
      expect([1, 2]).toContain(sent);
      expect(await scene.answer()).toMatchObject({ deliveryStatus: 'sent', possiblyRepeated: sent === 2 });
    }
  });
});
