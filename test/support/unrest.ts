import { declineMark } from '../../domain/operator';

/** An offer is decided this long after its deadline at the latest, when everything runs. */
const decidedWithinMs = 5_000;

export interface ChatRow {
  _id: string;
  number: number;
  workflowId: string;
  channelId: string;
  status: string;
  queueId: string;
  operatorId: string | null;
  offer: { id: string; operatorId: string; expiresAt: Date } | null;
  shownTo: string | string[] | null;
  unrouted: boolean;
  revision: number;
  declinedBy: string[];
  dependsOn?: string[] | null;
  completesAt: Date | null;
  completedBy: string | null;
}

export interface OperatorRow {
  _id: string;
  name: string;
  status: string;
  queueIds: string[];
  load: number;
  places: Array<{ chatId: string; offerId: string; state: 'offered' | 'active' }>;
  statusRevision: number;
}

export interface RoutingRows {
  chats: ChatRow[];
  operators: OperatorRow[];
  chores: Array<{ chore: { kind: string } }>;
  /** Those that take no part: their chats are offered to nobody (domain 2.7). */
  inactiveChannelIds: string[];
}

interface Limits {
  /** Below it an operator has room. */
  limit: number;
  /** What nobody may have exceeded: a lowered limit takes nothing away, so this is the highest that was in force (domain 1.11). */
  most?: number;
}

/** A chat as findings name it. */
export function named({ number, status }: Pick<ChatRow, 'number' | 'status'>): string {
  return `chat ${number} (${status})`;
}

export const isOpen = ({ status }: Pick<ChatRow, 'status'>) => status !== 'completed';

/**
 * What must not be when nobody does anything any more, in words: a chat that waits while somebody has room who may get it, a
 * place without its chat and the reverse, a wrong load, an exceeded limit, an undecided offer, a chore left undone. Reads
 * the rows past all of Parley's own queries.
 */
export function findUnrest(rows: RoutingRows, { limit, most = limit }: Limits): string[] {
  const { chats, operators, chores } = rows;
  return [
    ...chats.filter(isOpen).flatMap((chat) => unrestOfChat(chat, rows, limit)),
    ...operators.flatMap((operator) => unrestOfOperator(operator, chats, most)),
    ...chores.map(({ chore }) => `the chore ${chore.kind} is not done`),
  ];
}

function unrestOfChat(chat: ChatRow, rows: RoutingRows, limit: number): string[] {
  const places = rows.operators.flatMap(({ _id, places }) =>
    places.filter(({ chatId }) => chatId === chat._id).map((place) => ({ ...place, operatorId: _id })),
  );
  const has = (operatorId: string | undefined | null, state: string) =>
    places.length === 1 && places[0]?.operatorId === operatorId && places[0]?.state === state;
  switch (chat.status) {
    case 'waiting':
      return [...waitingInVain(chat, rows, limit), ...(places.length > 0 ? [`${named(chat)} has a place`] : [])];
    case 'offered': {
      const isOverdue = chat.offer === null || Date.now() > chat.offer.expiresAt.getTime() + decidedWithinMs;
      return [
        ...(isOverdue ? [`${named(chat)} is past its deadline`] : []),
        ...(has(chat.offer?.operatorId, 'offered') ? [] : [`${named(chat)} has not the one place of its offer`]),
      ];
    }
    case 'bot':
      return places.length === 0 && chat.operatorId === null ? [] : [`${named(chat)} is a bot’s and has a place`];
    default:
      return has(chat.operatorId, 'active') ? [] : [`${named(chat)} has not the one place of a chat in work`];
  }
}

function waitingInVain(chat: ChatRow, { operators, inactiveChannelIds }: RoutingRows, limit: number): string[] {
  if (chat.unrouted) return [`${named(chat)} waits and nobody has looked for an operator`];
  if (inactiveChannelIds.includes(chat.channelId)) return [];
  const able = operators.filter(
    (operator) =>
      operator.status === 'active' &&
      operator.places.length < limit &&
      !chat.declinedBy.includes(declineMark({ id: operator._id, statusRevision: operator.statusRevision })),
  );
  const names = (some: OperatorRow[]) => some.map(({ name }) => name).join(', ');
  if (Array.isArray(chat.shownTo)) {
    const takers = able.filter(({ _id }) => chat.shownTo?.includes(_id));
    return takers.length > 0 ? [] : [`${named(chat)} is shown to nobody who can take it`];
  }
  if (chat.shownTo !== null) return [];
  // Whom a rule names has it to himself; else it is the queue's.
  const isFor = ({ _id, queueIds }: OperatorRow) =>
    chat.dependsOn?.length ? chat.dependsOn.includes(_id) : queueIds.includes(chat.queueId);
  const free = able.filter(isFor);
  return free.length === 0 ? [] : [`${named(chat)} waits while ${names(free)} has room`];
}

function unrestOfOperator(operator: OperatorRow, chats: ChatRow[], most: number): string[] {
  const { name, places, load } = operator;
  return [
    ...(places.length > most ? [`${name} has ${places.length} chats, and ${most} is the most`] : []),
    ...(load === places.length ? [] : [`${name} has ${places.length} chats, counted as ${load}`]),
    ...places.flatMap((place) => wrongPlace(operator, place, chats)),
  ];
}

function wrongPlace({ _id, name, status }: OperatorRow, place: OperatorRow['places'][number], chats: ChatRow[]) {
  const chat = chats.find((one) => one._id === place.chatId);
  const fits =
    place.state === 'active'
      ? chat?.status === 'active' && chat.operatorId === _id
      : chat?.status === 'offered' && chat.offer?.id === place.offerId && status === 'active';
  return fits
    ? []
    : [`${name} (${status}) has a place (${place.state}) for ${chat ? named(chat) : `chat ${place.chatId}`}`];
}
