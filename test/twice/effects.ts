import type { Bench } from './bench';
import { effectOf, rowsAtRest } from './rows';
import { inWork } from './scenes';

/** All that came of what was done. */
export async function effectOn({ parley }: Bench, work: () => Promise<unknown>): Promise<string[]> {
  const before = await rowsAtRest(parley);
  await work();
  return effectOf(before, await rowsAtRest(parley));
}

/** With what a repeat may add counted once. */
export function onceOf(effect: string[], repeatAdds: RegExp | undefined): string[] {
  return effect.filter((line, index) => !repeatAdds?.test(line) || effect.indexOf(line) === index);
}

export type Answered = Awaited<ReturnType<typeof answered>>;

/** A visitor whose chat is in work, with an answer that has reached him. */
export async function answered(bench: Bench) {
  const scene = await inWork(bench);
  const { id: answerId } = await scene.operator.say(scene.chat.id, 'Good morning');
  await bench.run('sendAnswers', { chatId: scene.chat.id });
  return { ...scene, answerId };
}
