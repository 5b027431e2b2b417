import type { ChatSnapshot } from './chat';
import type { ProblemCode } from './problem';

/** What became of an operator's command. A refusal is an expected outcome; its code is that of the HTTP interface. */
export type CommandAnswer = { kind: 'done' } | { kind: 'refused'; code: ProblemCode };

/** An answer, with how the chat stands after it. */
export interface Answered {
  answer: CommandAnswer;
  snapshot: ChatSnapshot;
}
