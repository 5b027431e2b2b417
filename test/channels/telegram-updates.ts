/** A client as Telegram describes him. */
export const vera = { id: 5001, is_bot: false, first_name: 'Vera', last_name: 'Weiss', language_code: 'de' };
export const privateChat = { id: 5001, first_name: 'Vera', last_name: 'Weiss', type: 'private' };

/** A message of a private chat, as the Bot API delivers it; what is given takes the place of what is there. */
export function message(content: Record<string, unknown>): Record<string, unknown> {
  return { message_id: 17, from: vera, chat: privateChat, date: 1_800_000_000, ...content };
}

export function update(content: Record<string, unknown>): Record<string, unknown> {
  return { update_id: 870_000_001, message: message(content) };
}

export function textUpdate(content: Record<string, unknown> = {}): Record<string, unknown> {
  return update({ text: 'Hello', ...content });
}
