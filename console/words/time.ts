import { locale } from './language';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale()} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, made);
  return made.format(at);
}

function dayOf(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** Whole calendar days from `at` to `now`: 0 is today, also across a change of the clocks. */
export function daysBetween(at: Date, now: Date): number {
  return Math.round((dayOf(now) - dayOf(at)) / 86_400_000);
}

/** "14:05". */
export function clockTime(iso: string): string {
  return format(new Date(iso), { timeStyle: 'short' });
}

/** "5 March 2026, 14:05": with nothing left out, for tooltips and tables. */
export function fullTime(iso: string): string {
  return format(new Date(iso), { dateStyle: 'long', timeStyle: 'short' });
}

/** A day such as 2026-03-05 as "5 Mar 2026". */
export function dayDate(day: string): string {
  return format(new Date(`${day}T12:00`), { dateStyle: 'medium' });
}

/** "Today", "Yesterday", "Monday" within a week, "5 March", "5 March 2025". */
export function dayName(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = daysBetween(at, now);
  if (days === 0 || days === 1) return capital(relative(locale()).format(-days, 'day'));
  if (days > 1 && days < 7) return capital(format(at, { weekday: 'long' }));
  const isThisYear = at.getFullYear() === now.getFullYear();
  return format(at, { day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) });
}

/** For lists, as short as can be: "14:05" today, "Mon" within a week, "5 Mar", "05/03/2025". */
export function shortTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = daysBetween(at, now);
  if (days === 0) return clockTime(iso);
  if (days > 0 && days < 7) return format(at, { weekday: 'short' });
  if (at.getFullYear() === now.getFullYear()) return format(at, { day: 'numeric', month: 'short' });
  return format(at, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

const relatives = new Map<string, Intl.RelativeTimeFormat>();

function relative(of: string): Intl.RelativeTimeFormat {
  const made = relatives.get(of) ?? new Intl.RelativeTimeFormat(of, { numeric: 'auto' });
  relatives.set(of, made);
  return made;
}

const steps: Array<[unit: 'second' | 'minute' | 'hour' | 'day', ms: number]> = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** "3 minutes ago", "in 2 hours". */
export function relativeTime(iso: string, nowMs: number = Date.now()): string {
  const differenceMs = Date.parse(iso) - nowMs;
  const [unit, ms] = steps.find(([, one]) => Math.abs(differenceMs) >= one) ?? (['second', 1_000] as const);
  return relative(locale()).format(Math.trunc(differenceMs / ms), unit);
}

/** How long something takes or has taken, as a clock shows it: "0:45", "4:05", "1:02:09". Never below zero. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** "1.5 MB": a megabyte as messengers count it in their limits, so that a file of just the limit shows just the limit. */
export function fileSize(bytes: number): string {
  const [unit, size] = bytes < 1_024 ? ['byte', 1] : bytes < 1_048_576 ? ['kilobyte', 1_024] : ['megabyte', 1_048_576];
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  const shown = { style: 'unit', unit: String(unit), unitDisplay, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), shown).format(bytes / Number(size));
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}

const roundSteps: Array<[unit: 'minute' | 'hour' | 'day', ms: number]> = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long somebody waits, where a glance must do: "5 min", "2 hr", "3 days"; null within the first minute. */
export function roundDuration(ms: number): string | null {
  const step = roundSteps.find(([, one]) => ms >= one);
  if (step === undefined) return null;
  const [unit, one] = step;
  const shown = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(locale(), shown).format(Math.floor(ms / one));
}
