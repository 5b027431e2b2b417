import { wholeWithin } from '../../pages/graphemes';

/** A text for a place that has room for so many UTF-16 units; what was left out is marked. */
export function shortened(text: string, mostUnits: number): string {
  return text.length <= mostUnits ? text : `${text.slice(0, wholeWithin(text, mostUnits - 1)).trimEnd()}…`;
}
