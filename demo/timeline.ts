import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Who appears in the timeline, in his colour. */
export interface Speaker {
  name: string;
  style: Style;
}

/** What somebody does, or what his screen is told. */
export type Line = { does: string } | { hears: string; what: string };

const eventWidth = 16;

/** Prints what happens, when it happens, with the time since `begin`. */
export function createTimeline(print: (line: string) => void, { colours }: { colours: boolean }) {
  let beganMs = performance.now();
  let nameWidth = 0;
  const paint = (style: Style, text: string) => (colours ? styleText(style, text) : text);

  function stamp(): string {
    return paint('dim', `${((performance.now() - beganMs) / 1000).toFixed(2).padStart(6)} s`);
  }

  return {
    /** Names stand in one column; tell all of them before the first line. */
    cast(speakers: Speaker[]): void {
      nameWidth = Math.max(...speakers.map(({ name }) => name.length));
    },

    begin(): void {
      beganMs = performance.now();
    },

    heading(text: string): void {
      print(`\n${paint('bold', text)}`);
    },

    note(text: string): void {
      print(paint('dim', text));
    },

    line({ name, style }: Speaker, said: Line): void {
      const text =
        'does' in said
          ? `${paint('bold', '▶')} ${said.does}`
          : `${paint('dim', '◁')} ${paint('dim', said.hears.padEnd(eventWidth))} ${said.what}`;
      print(`${stamp()}  ${paint(style, name.padEnd(nameWidth))}  ${text}`);
    },
  };
}

export type Timeline = ReturnType<typeof createTimeline>;
