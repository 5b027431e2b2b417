import { beginningOf } from './graphemes';

const maxLength = 255;
/** Marks that turn the direction of letters: with them `exe.png` is read where the name ends in `gnp.exe`. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** What tells the kind of a file. */
const ending = /\.[^.\s]{1,20}$/u;

/** What a stranger calls a file, without folders, and with nothing that cannot be seen or that hides how the name ends; empty if nothing is left. */
export function plainFileName(given: string): string {
  const base = given.split(/[\\/]/).at(-1) ?? '';
  const seen = base
    .replace(/\p{Cc}/gu, '')
    .replace(turning, '')
    .trim();
  if (seen.length <= maxLength) return seen;
  const kind = ending.exec(seen)?.[0] ?? '';
  return beginningOf(seen.slice(0, seen.length - kind.length), maxLength - kind.length) + kind;
}
