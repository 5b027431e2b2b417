/** How many UTF-16 units the most whole graphemes have that fit. One that is longer than all that fits is cut between its code points. */
export function wholeWithin(text: string, mostUnits: number): number;

export function firstGrapheme(text: string): string;
