/** The conversation of a chat: its messages, and the composer under them. */
export function Conversation({ chatId }: { chatId: string }) {
  return <div data-chat={chatId} />;
}
