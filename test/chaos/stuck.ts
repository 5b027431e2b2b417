import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { ChatRow, OperatorRow, Rows } from './rows';

/** An offer is decided this long after its deadline at the latest, when everything runs. */
const decidedWithinMs = 5_000;

const isOpen = ({ status }: ChatRow) => status !== 'completed';

/** What hangs, in words: every line is a promise of Parley's that is not kept. */
export function findStuck({ messages, chats, operators, chores }: Rows, limit: number, nowMs: number): string[] {
  return [
    ...messages
      .filter(({ direction, chatId }) => direction === 'incoming' && chatId === null)
      .map(({ text }) => `"${text}" is in no chat`),
    ...messages
      .filter(({ deliveryStatus }) => deliveryStatus === 'pending' || deliveryStatus === 'sending')
      .map(({ text, deliveryStatus }) => `answer "${text}" is ${deliveryStatus}`),
    ...chats.filter(isOpen).flatMap((chat) => hangingChat(chat, operators, limit, nowMs)),
    ...operators.flatMap((operator) => wrongPlaces(operator, chats)),
    ...chats.filter(({ completedBy }) => completedBy === 'administrator').map((chat) => `${named(chat)} was given up`),
    ...chores.map(({ chore }) => `the chore ${chore.kind} is not done`),
  ];
}

function named({ number, status }: ChatRow): string {
  return `chat ${number} (${status})`;
}

function hangingChat(chat: ChatRow, operators: OperatorRow[], limit: number, nowMs: number): string[] {
  const holders = operators.filter(({ places }) => places.some(({ chatId }) => chatId === chat._id));
  const free = operators.filter(
    ({ status, queueIds, places }) => status === 'active' && queueIds.includes(chat.queueId) && places.length < limit,
  );
  switch (chat.status) {
    case 'waiting':
      return [
        free.length > 0
          ? `${named(chat)} waits while ${free.map(({ name }) => name).join(', ')} has room`
          : `${named(chat)} still waits`,
        ...holders.map(({ name }) => `${named(chat)} has a place with ${name}`),
      ];
    case 'offered': {
      const overdue = chat.offer === null || nowMs > chat.offer.expiresAt.getTime() + decidedWithinMs;
      return [
        ...(overdue ? [`${named(chat)} is past its deadline`] : []),
        ...(holders.some(({ _id }) => _id === chat.offer?.operatorId) ? [] : [`${named(chat)} has no place`]),
      ];
    }
    default:
      return holders.some(({ _id }) => _id === chat.operatorId) ? [] : [`${named(chat)} has no place`];
  }
}

function wrongPlaces({ _id, name, places }: OperatorRow, chats: ChatRow[]): string[] {
  return places.flatMap(({ chatId, state, offerId }) => {
    const chat = chats.find((one) => one._id === chatId);
    const fits =
      state === 'active' ? chat?.operatorId === _id && isOpen(chat) : chat?.offer?.id === offerId && isOpen(chat);
    return fits ? [] : [`${name} has a place (${state}) for ${chat === undefined ? `chat ${chatId}` : named(chat)}`];
  });
}

/** Open chats that no workflow runs. */
export async function findWithoutWorkflow({ chats }: Rows, temporal: Client): Promise<string[]> {
  const found: string[] = [];
  for (const chat of chats.filter(isOpen)) {
    const state = await stateOf(chat.workflowId, temporal);
    if (state !== 'RUNNING') found.push(`the workflow of ${named(chat)} is ${state}`);
  }
  return found;
}

async function stateOf(workflowId: string, temporal: Client): Promise<string> {
  try {
    return (await temporal.workflow.getHandle(workflowId).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'unknown';
    throw error;
  }
}
