import { firstGrapheme } from '../../pages/graphemes';

/** What stands for somebody who has no photo. */
export function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter((part) => /^\p{L}/u.test(part));
  const [first = name.trim(), last] = parts.length > 1 ? [parts[0], parts.at(-1)] : parts;
  const letter = (text: string | undefined) => firstGrapheme(text ?? '').toLocaleUpperCase();
  return letter(first) + letter(last) || '?';
}
