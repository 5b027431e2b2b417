import type { Random } from './random';

export interface WrittenMessage {
  text: string;
  /** The messenger was told that Parley has it. */
  isAcknowledged(): boolean;
}

/** What one client and Parley say to each other, as the client's side knows it. */
export interface Conversation {
  /** Begins each of the client's texts. */
  name: string;
  /** In the order in which the client wrote it. */
  written: readonly WrittenMessage[];
  /** Texts that reached the client, in their order there; a repeated one stands there again. */
  received(): string[];
}

/** A person who writes now and then, nothing new after `silence`, and is gone at the `end`. */
export interface Client extends Conversation {
  run(until: { silence: AbortSignal; end: AbortSignal }): Promise<void>;
  /** Looks at what came, where nobody brings it. */
  look?(): Promise<void>;
}

export function textOf(name: string, index: number): string {
  return `${name} #${index}`;
}

/** The place of a text in its conversation. */
export function placeOf(text: string): { name: string; index: number } {
  const [name = '', index] = text.split(' #');
  return { name, index: Number(index) };
}

/** An operator's answer to a text: nobody else writes the same one. */
export function answerTo(text: string): string {
  return `re ${text}`;
}

/** People think for a while, and now and then write several messages in a row. */
export function thinkingMs(random: Random): number {
  return random.chance(0.3) ? random.between(0, 60) : random.between(500, 5_000);
}
