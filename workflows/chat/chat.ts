import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  startChild,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChatSnapshot } from '../../domain/chat';
import type { Answered, CommandAnswer } from '../../domain/command';
import { processRunnerId, processRunnerType } from '../chat-actions/messages';
import { bookkeeping, messengerCalls } from './activities';
import { createAlarm } from './alarm';
import {
  acceptUpdate,
  answerWrittenSignal,
  chatChangedSignal,
  chatQuery,
  closeUpdate,
  declineUpdate,
  messagesReceivedSignal,
  runActionUpdate,
  transferUpdate,
} from './messages';
import { searchAttributesOf } from './search-attributes';
import {
  adopt,
  adoptBooked,
  answerTo,
  type ChatState,
  type Command,
  type Errand,
  giveAnswer,
  newChatState,
  newErrands,
  nextStep,
  noteAnswer,
  noteCommand,
  noteReceived,
} from './state';
import { detailsOf, timerOf } from './words-for-operations';

/** How many messages join the chat in one piece of bookkeeping. */
const attachedAtOnce = 100;

export interface ChatWorkflowInput {
  channelId: string;
  /** What the run before this one knew. */
  state?: ChatState;
}

/**
 * One client's conversation on one channel. Its open chat takes in messages, is offered to operators until one takes it, and
 * is completed by him or by time. The client's next message after that is a new chat (domain 1.7, 2.4, 4.2).
 */
export async function chatWorkflow({ channelId, state: carried }: ChatWorkflowInput): Promise<void> {
  const state: ChatState = carried ?? newChatState(channelId);
  /** Whether something was noted since the loop last looked. */
  let stirred = false;
  /** Errands and sendings under way; they may outlive the chat, never the run. */
  let underWay = 0;
  let sending = false;
  let shown = '';
  const alarm = createAlarm(() => stir(() => {}));

  setHandler(messagesReceivedSignal, (received) => stir(() => noteReceived(state, received)));
  setHandler(answerWrittenSignal, (written) => stir(() => noteAnswer(state, written)));
  setHandler(chatChangedSignal, (snapshot) => stir(() => adopt(state, snapshot)));
  setHandler(acceptUpdate, (command) => ask({ kind: 'accept', ...command }));
  setHandler(declineUpdate, (command) => ask({ kind: 'decline', ...command }));
  setHandler(transferUpdate, (command) => ask({ kind: 'transfer', ...command }));
  setHandler(closeUpdate, (command) => ask({ kind: 'close', ...command }));
  setHandler(runActionUpdate, (command) => ask({ kind: 'run_action', ...command }));
  setHandler(chatQuery, () => state.chat, { description: 'What the workflow knows of its chat.' });

  for (const errand of state.errands) void run(errand);

  for (;;) {
    stirred = false;
    showToOperations();
    if (state.toSend !== null && !sending) void sendAnswers();

    const step = nextStep(state, Date.now());
    switch (step.kind) {
      case 'attach':
        await attachMessages();
        break;
      case 'answer':
        await answer(step.command);
        break;
      case 'route':
        adopt(state, await bookkeeping.routeChat(step));
        break;
      case 'end_offer':
        adopt(state, await bookkeeping.endOffer(step));
        break;
      case 'complete':
        await complete(step);
        break;
      case 'wait':
        if (workflowInfo().continueAsNewSuggested && isIdle()) return continueWith(state);
        await rest(step.untilMs);
        break;
      case 'next_chat':
        state.chat = null;
        if (isIdle()) return continueWith(state);
        break;
      case 'over':
        if (isIdle()) return;
        await rest(null);
        break;
    }
  }

  function stir(note: () => void): void {
    note();
    stirred = true;
  }

  /** Nothing is under way that the end of this run would cut off. */
  function isIdle(): boolean {
    return underWay === 0 && state.errands.length === 0 && state.toSend === null && allHandlersFinished();
  }

  /** Until something is noted, the time comes, or a run that should end can. */
  async function rest(untilMs: number | null): Promise<void> {
    const isOver = nextStep(state, Date.now()).kind === 'over' || workflowInfo().continueAsNewSuggested;
    const wake = () => stirred || (isOver && isIdle());
    alarm.setTo(untilMs, timerOf(state.chat));
    await condition(wake);
  }

  async function attachMessages(): Promise<void> {
    const messageIds = state.received.slice(0, attachedAtOnce);
    const deadlineMs = state.chat?.completesAtMs ?? null;
    const { chat, errands } = await bookkeeping.attachMessages({
      channelId,
      messageIds,
      chatId: state.chat?.chatId ?? null,
      newChatId: uuid4(),
      workflowId: workflowInfo().workflowId,
    });
    state.received = state.received.filter((id) => !messageIds.includes(id));
    if (chat !== null && chat.chatId !== state.chat?.chatId) state.chat = chat;
    else if (chat !== null) adoptBooked(state, chat, deadlineMs);
    for (const errand of newErrands(state, errands)) {
      state.errands.push(errand);
      void run(errand);
    }
  }

  async function complete({ chatId, by }: { chatId: string; by: 'timeout' | 'bot' }): Promise<void> {
    const deadlineMs = state.chat?.completesAtMs ?? null;
    adoptBooked(state, (await bookkeeping.completeChat({ chatId, by })).snapshot, deadlineMs);
  }

  /** Notes a command and waits until the loop has answered it. */
  async function ask(command: Command): Promise<CommandAnswer> {
    stir(() => noteCommand(state, command));
    await condition(() => answerTo(state, command.commandId) !== undefined);
    return answerTo(state, command.commandId) ?? { kind: 'refused', code: 'chat_not_responding' };
  }

  async function answer(command: Command): Promise<void> {
    if (state.chat?.chatId !== command.chatId || state.chat.status === 'completed')
      return giveAnswer(state, command.commandId, { kind: 'refused', code: 'chat_completed' });
    const { answer: given, snapshot } = await perform(command, state.chat);
    adopt(state, snapshot);
    giveAnswer(state, command.commandId, given);
  }

  function perform(command: Command, chat: ChatSnapshot): Promise<Answered> {
    switch (command.kind) {
      case 'accept':
        return bookkeeping.acceptChat(command);
      case 'decline':
        return bookkeeping.declineChat(command);
      case 'transfer':
        return bookkeeping.transferChat(command);
      case 'close':
        return bookkeeping.completeChat(command);
      case 'run_action':
        return startRunner(command.commandId, chat);
    }
  }

  /** The process outlives the chat: whoever runs it is nobody's child when the chat is over (domain 5.1). */
  async function startRunner(runId: string, snapshot: ChatSnapshot): Promise<Answered> {
    try {
      await startChild(processRunnerType, {
        workflowId: processRunnerId(runId),
        args: [{ runId }],
        parentClosePolicy: 'ABANDON',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: 'runs the process of a chat action',
      });
    } catch (error) {
      // It was started by an earlier command of the same run.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    return { answer: { kind: 'done' }, snapshot };
  }

  /** Sends what operators wrote, in the order it was written, beside the chat and also after its completion (domain 4.1). */
  async function sendAnswers(): Promise<void> {
    sending = true;
    underWay += 1;
    while (state.toSend !== null) {
      const chatId = state.toSend;
      state.toSend = null;
      if ((await messengerCalls.sendAnswers({ chatId })).more) state.toSend = chatId;
    }
    sending = false;
    stir(() => {
      underWay -= 1;
    });
  }

  async function run(errand: Errand): Promise<void> {
    underWay += 1;
    try {
      if (errand.kind === 'load_attachments') await messengerCalls.loadAttachments(errand);
      else await messengerCalls.loadProfile({ contactId: errand.contactId, channelId });
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      if (errand.kind === 'load_attachments') await bookkeeping.giveUpAttachments(errand);
    }
    stir(() => {
      state.errands = state.errands.filter((other) => other !== errand);
      underWay -= 1;
    });
  }

  /** Lets operations find the chat, and read how it stands. */
  function showToOperations(): void {
    if (state.chat === null || nextStep(state, Date.now()).kind === 'route') return;
    setCurrentDetails(detailsOf(state.chat));
    const attributes = searchAttributesOf(state.chat);
    const now = JSON.stringify(attributes);
    if (now === shown) return;
    shown = now;
    upsertSearchAttributes(attributes);
  }
}

function continueWith(state: ChatState): Promise<never> {
  return continueAsNew<typeof chatWorkflow>({ channelId: state.channelId, state });
}
