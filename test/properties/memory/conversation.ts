import type { Offers } from '../../../distribution/offers';
import type { Router } from '../../../distribution/router';
import type { TransferChat } from '../../../distribution/transfer';
import type { ChatSnapshot } from '../../../domain/chat';
import type { Answered, CommandAnswer } from '../../../domain/command';
import { refused } from '../../../domain/verdicts';
import {
  adopt,
  type ChatState,
  type Command,
  giveAnswer,
  newChatState,
  nextStep,
  noteCommand,
} from '../../../workflows/chat/state';

/** What a chat's workflow has done for it. */
export type Bookkeeping = Omit<Offers, 'completeByErasure'> & Pick<Router, 'routeChat'> & { transfer: TransferChat };

/** A chat's workflow without Temporal: the same state, the same steps, the same bookkeeping. */
export class Conversation {
  readonly #state: ChatState;
  readonly #asking = new Map<string, (answer: CommandAnswer) => void>();
  #isActing = false;
  #isStirred = false;

  /** `books` is asked anew for each step: another worker may do it. A lost step takes its command with it. */
  constructor(
    chat: ChatSnapshot,
    private readonly books: () => Bookkeeping,
    private readonly isStepLost: () => boolean,
  ) {
    this.#state = { ...newChatState(chat.channelId), chat };
  }

  /** How much it knows of its chat. */
  get revision(): number | undefined {
    return this.#state.chat?.revision;
  }

  ask(command: Command): Promise<CommandAnswer> {
    return new Promise((resolve) => {
      this.#asking.set(command.commandId, resolve);
      noteCommand(this.#state, command);
      void this.wake();
    });
  }

  changed(snapshot: ChatSnapshot): Promise<void> {
    adopt(this.#state, snapshot);
    return this.wake();
  }

  /** Does what there is to do, until there is nothing left. */
  async wake(): Promise<void> {
    this.#isStirred = true;
    if (this.#isActing) return;
    this.#isActing = true;
    while (this.#isStirred) {
      this.#isStirred = false;
      while (await this.#act());
    }
    this.#isActing = false;
  }

  async #act(): Promise<boolean> {
    const books = this.books();
    const step = nextStep(this.#state, Date.now());
    switch (step.kind) {
      case 'route':
        adopt(this.#state, await books.routeChat(step));
        return true;
      case 'end_offer':
        adopt(this.#state, await books.endOffer(step));
        return true;
      case 'answer':
        await this.#answer(step.command, books);
        return true;
      default:
        return false;
    }
  }

  async #answer(command: Command, books: Bookkeeping): Promise<void> {
    const { commandId } = command;
    if (this.#state.chat?.status === 'completed') return this.#give(commandId, refused('chat_completed'));
    const { answer, snapshot } = await perform(command, books);
    if (this.isStepLost()) return this.#lose(commandId, answer);
    adopt(this.#state, snapshot);
    this.#give(commandId, answer);
  }

  #give(commandId: string, answer: CommandAnswer): void {
    giveAnswer(this.#state, commandId, answer);
    this.#tell(commandId, answer);
  }

  /** Whoever asked finds the answer in the row. */
  #lose(commandId: string, answer: CommandAnswer): void {
    this.#state.commands = this.#state.commands.filter((command) => command.commandId !== commandId);
    this.#tell(commandId, answer);
  }

  #tell(commandId: string, answer: CommandAnswer): void {
    this.#asking.get(commandId)?.(answer);
    this.#asking.delete(commandId);
  }
}

function perform(command: Command, books: Bookkeeping): Promise<Answered> {
  switch (command.kind) {
    case 'accept':
      return books.accept(command);
    case 'decline':
      return books.decline(command);
    case 'close':
      return books.complete(command);
    case 'transfer':
      return books.transfer(command);
    case 'run_action':
      throw new Error('no chat action is run here');
  }
}
