import type { Update } from 'grammy/types';
import type { ApiCall } from './api-call';

export type UpdateKind = Exclude<keyof Update, 'update_id'>;

const onlyWhenAskedFor = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

const kinds = new Set<string>([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
]);

/** Which updates are made for a bot. Left out, or no list of strings, the setting stays; empty, it is the default. */
export class AllowedUpdates {
  private chosen: ReadonlySet<string> | undefined;

  get names(): string[] | undefined {
    return this.chosen && [...this.chosen];
  }

  allows(kind: UpdateKind): boolean {
    return this.chosen ? this.chosen.has(kind) : !onlyWhenAskedFor.has(kind);
  }

  takeFrom(call: ApiCall): void {
    const wanted = this.listIn(call.text('allowed_updates'));
    if (!wanted) return;
    const known = wanted.map((name) => name.toLowerCase()).filter((name) => kinds.has(name));
    this.chosen = known.length > 0 ? new Set(known) : undefined;
  }

  private listIn(text: string): string[] | undefined {
    try {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : undefined;
    } catch {
      return undefined;
    }
  }
}
