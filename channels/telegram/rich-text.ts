/** Where words stand, and whether what is listed there stands below each other or runs on. */
const separators: Record<string, string> = {
  blocks: '\n',
  items: '\n',
  cells: '\n',
  text: '',
  summary: '',
  caption: '',
  credit: '',
  expression: '',
  alternative_text: '',
};
const deepest = 32;

/**
 * The plain words of a `rich_message` (Bot API 10.1), whose form is kept as raw payload: blocks of nested texts, of kinds
 * that still grow, so it is walked by the few keys that hold words rather than by kind.
 */
export function richText(value: unknown, separator = '', depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > deepest) return '';
  if (Array.isArray(value)) return value.map((part) => richText(part, separator, depth + 1)).join(separator);
  return Object.entries(value)
    .map(([key, part]) => (Object.hasOwn(separators, key) ? richText(part, separators[key], depth + 1) : ''))
    .filter(Boolean)
    .join('\n');
}
