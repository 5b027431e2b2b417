/** More than these nobody would want to get at once. */
export const mostParts: number;

/** The parts of a text, each within the limit, that read as messages of their own. Nothing but the space between them is left out. */
export function inParts(text: string, limit: number): string[];
