/** Spaces, signs without width, and letters of Unicode that leave a blank, by which people get past a check for an empty text. */
const visible = /[^\s\p{Cc}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/u;

/** Whether there is nothing in a text that anybody could read. */
export function isBlank(text: string): boolean {
  return !visible.test(text);
}
