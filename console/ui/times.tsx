import { duration, fullTime, relativeTime, shortTime } from '../words/time';
import { nowByMinute, nowBySecond } from './now';

/** A time as short as lists need it; pointed at, the whole of it. */
export function ShortTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {shortTime(at, new Date(nowByMinute.value))}
    </time>
  );
}

/** "3 minutes ago". What happened since the clock last moved is "now". */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {relativeTime(at, Math.max(nowByMinute.value, Date.parse(at)))}
    </time>
  );
}

/** How long it is since then, by the second. Not read out as it runs. */
export function Since({ at }: { at: string }) {
  return <span role="timer">{duration(nowBySecond.value - Date.parse(at))}</span>;
}
