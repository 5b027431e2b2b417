import { betweenRests, brokenBetween, overTime } from './changes';
import { type Step, sayCommand } from './commands';
import { always, atRest, brokenIn } from './invariants';
import { Witness } from './witness';
import { type Answer, type Deed, deedOf, type World } from './world';

/** What was done, and what it broke. */
class Broken extends Error {
  constructor(story: string[], broken: string[]) {
    super(
      ['', ...story.map((line, index) => `${index + 1}. ${line}`), ...broken.map((one) => `BROKEN: ${one}`)].join('\n'),
    );
    this.name = 'Broken';
  }
}

/** Does the steps one after the other; after each, once all has come to rest, every invariant must hold. */
export async function play(world: World, steps: Step[]): Promise<void> {
  const witness = new Witness(world.cast);
  const story: string[] = [];
  let rested = await world.rest();
  for (const { commands, mishap } of steps) {
    const before = await world.books();
    const deeds = commands.flatMap((command) => deedOf(command, before, world.cast) ?? []);
    if (deeds.length === 0) continue;
    const answers = await world.perform(deeds, mishap);
    const after = await world.rest();
    const told = deeds.map((deed, index) => tell(deed, answers[index] ?? null)).join('; ');
    story.push(mishap === 'none' ? told : `${told} (${mishap})`);
    const wrong = witness.note({ deeds, answers, rested, before, after });
    const corrected = witness.corrected(after);
    const broken = [
      ...world.seenBroken(),
      ...wrong,
      ...brokenIn(corrected, [...always, ...atRest]),
      ...brokenBetween(rested, corrected, betweenRests),
      ...brokenBetween(before, after, overTime),
    ];
    if (broken.length > 0) throw new Broken(story, broken);
    rested = after;
  }
}

function tell({ command, chat }: Deed, answer: Answer): string {
  const about = chat === null ? '' : ` (chat ${chat.number})`;
  return `${sayCommand(command)}${about}${answer === null ? '' : `: ${answer}`}`;
}
