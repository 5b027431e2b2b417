import type { ChatSnapshot } from '../../domain/chat';

/** How the chat stands, in Markdown for the workflow's page in Temporal's Web UI. Ids only, as in the search attributes. */
export function detailsOf(chat: ChatSnapshot): string {
  const { number, status, chatId, channelId, queueId } = chat;
  const ids = { chat: chatId, channel: channelId, queue: queueId };
  return [
    `**Chat ${number}** is **${status}**${moreOf(chat)}.`,
    '',
    ...Object.entries(ids).map(([name, id]) => `- ${name} \`${id}\``),
  ].join('\n');
}

function moreOf({ status, operatorId, offer, shown, completesAtMs }: ChatSnapshot): string {
  switch (status) {
    case 'offered':
      return offer === null ? '' : `, to operator \`${offer.operatorId}\`, until ${timeOf(offer.expiresAtMs)}`;
    case 'active':
      return `, with operator \`${operatorId}\`${completesAtMs === null ? '' : `, and completes by itself at ${timeOf(completesAtMs)}`}`;
    case 'waiting':
      return shown ? ', and shown to operators' : '';
    default:
      return '';
  }
}

/** What the timer that runs is for, in the history. */
export function timerOf(chat: ChatSnapshot | null): string {
  if (chat?.status === 'offered') return `until the offer to operator ${chat.offer?.operatorId} ends`;
  return 'until the chat completes by itself';
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
