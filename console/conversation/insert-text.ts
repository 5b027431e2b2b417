import type { Composer } from './composer-store';

/** Puts a text where the caret is. */
export function insert(
  field: HTMLTextAreaElement | null,
  composer: Pick<Composer, 'text'>,
  text: string,
  { start = field?.selectionStart ?? 0, end = field?.selectionEnd ?? 0 }: { start?: number; end?: number } = {},
): void {
  if (field === null) return;
  field.setRangeText(text, start, end, 'end');
  composer.text.value = field.value;
  field.focus();
}
