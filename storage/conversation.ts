/** What all that one client and one channel have said to each other is found by. */
export interface Conversation {
  channelId: string;
  clientId: string;
}

/** Matches rows of the conversations, by the index on both; also a client's rows on another of these channels, which the caller leaves out. */
export function anyOf(conversations: Conversation[]) {
  const [only] = conversations;
  if (only !== undefined && conversations.length === 1) return { channelId: only.channelId, clientId: only.clientId };
  return {
    channelId: { $in: [...new Set(conversations.map(({ channelId }) => channelId))] },
    clientId: { $in: [...new Set(conversations.map(({ clientId }) => clientId))] },
  };
}
