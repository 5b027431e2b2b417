import { useRef, useState } from 'preact/hooks';
import { browserStorage } from '../app/remembered';
import { language } from '../words/language';
import { type Emoji, type EmojiGroup, emojiGroups, findEmoji } from './emoji-data';
import styles from './emoji-picker.module.css';
import { conversationWords } from './words';

const oftenKey = 'parley.emoji';
const mostOften = 16;

function often(): string[] {
  return (browserStorage()?.getItem(oftenKey) ?? '').split(' ').filter(Boolean);
}

function noteUse(sign: string): void {
  const signs = [sign, ...often().filter((other) => other !== sign)].slice(0, mostOften);
  try {
    browserStorage()?.setItem(oftenKey, signs.join(' '));
  } catch {
    // Not worth a word.
  }
}

/** The English words come first. */
function nameOf({ words }: Emoji): string {
  const isRussian = (word: string) => /[а-яё]/i.test(word);
  const its = words.split(' ').filter((word) => isRussian(word) === (language.value === 'ru'));
  return its.join(' ');
}

/** Emoji by groups, found by words; arrows walk through them. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const words = conversationWords().emoji;
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);

  const all = emojiGroups.flatMap(({ emoji }) => emoji);
  const last = often().flatMap((sign) => all.find((one) => one.sign === sign) ?? []);
  const found: Array<{ group: EmojiGroup | 'often'; emoji: Emoji[] }> = findEmoji(query);
  const groups = query.trim() === '' && last.length > 0 ? [{ group: 'often' as const, emoji: last }, ...found] : found;

  function pick(sign: string): void {
    noteUse(sign);
    onPick(sign);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of what is in it.
    <div class={styles.picker} ref={grid} onKeyDown={(event) => walk(event, grid.current, field.current)}>
      <input
        ref={field}
        type="search"
        class={styles.search}
        aria-label={words.search}
        placeholder={words.search}
        value={query}
        onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        onKeyDown={(event) => {
          const first = groups[0]?.emoji[0];
          if (event.key !== 'Enter' || first === undefined || query.trim() === '') return;
          event.preventDefault();
          pick(first.sign);
        }}
      />
      <div class={styles.groups}>
        {groups.length === 0 && (
          <p class={styles.none} role="status">
            {words.none}
          </p>
        )}
        {groups.map(({ group, emoji }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of buttons, which is no fieldset.
          <div key={group} role="group" aria-label={words.groups[group]}>
            <p class={styles.heading} aria-hidden="true">
              {words.groups[group]}
            </p>
            <div class={styles.grid}>
              {emoji.map((one) => (
                <button
                  key={one.sign}
                  type="button"
                  class={styles.emoji}
                  tabIndex={-1}
                  aria-label={`${one.sign} ${nameOf(one)}`}
                  title={nameOf(one)}
                  onClick={() => pick(one.sign)}
                >
                  {one.sign}
                </button>
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

const columns = 8;

function walk(event: KeyboardEvent, grid: HTMLElement | null, field: HTMLElement | null): void {
  const buttons = [...(grid?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const isInField = at === -1;
  if (isInField && event.key !== 'ArrowDown') return;
  const steps: Record<string, number> = { ArrowDown: columns, ArrowUp: -columns, ArrowRight: 1, ArrowLeft: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const to = isInField ? 0 : at + step;
  if (to < 0) field?.focus();
  else buttons[Math.min(to, buttons.length - 1)]?.focus();
}
