import type { ApiClient, Reply } from '../../support/api-client';
import type { Books } from '../books';
import { nameOf, takersOf } from '../invariants';
import type { Answer } from '../world';

/** Where what an operator is shown differs from the books, in words (domain 3.2, 3.6, 4.4). */
export async function wrongViews(operator: ApiClient, books: Books): Promise<string[]> {
  const { userId } = operator;
  const row = books.operators.find(({ id }) => id === userId);
  const [mine, status] = await Promise.all([operator.mine(), operator.status()]);
  const isTaker = (chat: Books['chats'][number]) => takersOf(books, chat).some(({ id }) => id === userId);
  const wanted = {
    offered: books.chats.filter(({ offer }) => offer?.operatorId === userId),
    available: books.chats.filter((chat) => chat.shownTo !== null && isTaker(chat)),
    active: books.chats.filter(({ status, operatorId }) => status === 'active' && operatorId === userId),
  };
  const seen = (['offered', 'available', 'active'] as const)
    .map((list) => ({ list, is: idsOf(mine[list]), wanted: idsOf(wanted[list]) }))
    .filter((one) => one.is !== one.wanted)
    .map(({ list }) => `${row?.name} sees ${mine[list].length} ${list} chats, not ${wanted[list].map(nameOf)} (4.4)`);
  const isRight = status.status === row?.status && status.load === row.load && status.limit === books.limit;
  return isRight ? seen : [...seen, `${row?.name} is told ${JSON.stringify(status)} (3.6)`];
}

/** Parley's failures are nobody's answer. */
export function answerOf({ status, body }: Reply<object>): Answer {
  if (status >= 500) throw new Error(`a command was answered ${status} ${JSON.stringify(body)}`);
  return status === 200 ? 'done' : 'code' in body ? (body.code as Answer) : null;
}

const idsOf = (chats: Array<{ id: string }>) => chats.map(({ id }) => id).join();
