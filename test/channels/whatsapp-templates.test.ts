import type { Template } from '../../channels/contract';
import { setUpWhatsApp, type WhatsAppBench } from './whatsapp-bench';

let bench: WhatsAppBench;

beforeEach(async () => {
  bench = await setUpWhatsApp();
});

afterEach(() => bench.standIn.stop());

async function templates(): Promise<Template[]> {
  const outcome = await bench.provider.listTemplates?.(bench.channel);
  if (outcome?.kind !== 'templates') throw new Error(JSON.stringify(outcome));
  return outcome.templates;
}

test('the templates that WhatsApp has approved are offered, with their words and variables', async () => {
  const { sid } = bench.account.createTemplate({
    body: 'Dear {{name}}, order {{2}} is on its way.',
    name: 'order_on_its_way',
    language: 'en_GB',
    variables: { name: 'Vera', 2: '4711' },
  });
  for (const status of ['pending', 'rejected', 'paused', 'unsubmitted'] as const)
    bench.account.createTemplate({ body: 'Not yet', status });
  const [only, ...others] = await templates();
  expect(only).toEqual({
    id: sid,
    name: 'order_on_its_way',
    language: 'en_GB',
    text: 'Dear {{name}}, order {{2}} is on its way.',
    variables: expect.arrayContaining(['name', '2']),
  });
  expect(only?.variables).toHaveLength(2);
  expect(others).toEqual([]);
});

test('all pages are read, from where Twilio is configured to be', async () => {
  for (let index = 0; index < 230; index += 1) bench.account.createTemplate({ body: `Text ${index}` });
  expect((await templates()).map(({ text }) => text)).toEqual(
    Array.from({ length: 230 }, (_, index) => `Text ${index}`),
  );
});

test('what cannot be told now is said in words', async () => {
  bench.account.failNext('listContent', { kind: '429', retryAfter: 3 });
  expect(await bench.provider.listTemplates?.(bench.channel)).toEqual({
    kind: 'unavailable',
    reason: expect.stringMatching(/3 seconds/),
  });
  bench.account.rotateToken();
  expect(await bench.provider.listTemplates?.(bench.channel)).toMatchObject({
    kind: 'unavailable',
    health: { status: 'unauthorized' },
  });
});
