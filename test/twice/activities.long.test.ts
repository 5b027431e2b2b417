import type { StandInBot } from '../support/telegram/stand-in-bot';
import { type ActivityCase, activityCases, type Scene } from './activity-cases';
import { type Bench, startBench } from './bench';
import { effectOn as rowsEffectOn } from './effects';
import { shapeOf } from './rows';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});

afterAll(() => bench.stop());

test('every activity is tried', () => {
  expect(Object.keys(activityCases).sort()).toEqual(Object.keys(bench.activities).sort());
});

const table = Object.entries(activityCases).flatMap(([name, cases]) =>
  cases.map((one) => ({ ...one, name, title: `${name}: ${one.what}` })),
);

/** What a messenger was told and did, a line each. */
function sentBy(bot: StandInBot | undefined): string[] {
  return bot?.sent.map(({ method, params }) => `${method} ${shapeOf(JSON.stringify(params))}`) ?? [];
}

/** What came of it outside our rows. */
async function outsideOf({ bot, elsewhere }: Scene): Promise<string[]> {
  const lines = (await elsewhere?.()) ?? [];
  return [...sentBy(bot), ...lines.map(shapeOf)];
}

/** All that came of what was done. */
async function effectOn(scene: Scene, work: () => Promise<void>): Promise<string[]> {
  const rows = await rowsEffectOn(bench, work);
  return [...rows, ...(await outsideOf(scene))];
}

const answerOf = (answer: unknown) => shapeOf(JSON.stringify(answer ?? null));

test.each(table)('a second attempt has no further effect, nor has one at the same moment: $title', async (one) => {
  const { secondAnswer, atOnce, onlyLooks }: ActivityCase = one;
  const scene = await one.scene(bench);
  let answer: unknown;
  const effectOfOne = await effectOn(scene, async () => {
    answer = await scene.run();
  });
  expect(effectOfOne.length > 0).toBe(onlyLooks === undefined);

  await scene.again?.();
  const outside = await outsideOf(scene);
  const further = await rowsEffectOn(bench, async () => {
    expect(await scene.run()).toEqual(secondAnswer ?? answer);
  });
  expect(further).toEqual([]);
  expect(await outsideOf(scene)).toEqual(outside);
  await scene.end?.();

  const other = await one.scene(bench);
  let answers: unknown[] = [];
  const effectOfTwo = await effectOn(other, async () => {
    answers = await Promise.all([other.run(), other.run()]);
  });
  const kept = (lines: string[]) => lines.filter((line) => !atOnce?.differs.test(line));
  expect(kept(effectOfTwo)).toEqual(kept(effectOfOne));
  await other.end?.();
  for (const given of answers) expect([answer, secondAnswer].map(answerOf)).toContain(answerOf(given));
});
