import { isBlank } from '../../domain/blank';
import type { IncomingMessage } from '../../domain/inbound';
import type { Notice } from '../../domain/message';
import type { TelegramMessage } from './update';

/** Service messages of the Bot API. What a person has shared, sent or filled in is his own word, and not among them. */
const noticeKeys: Record<string, Notice> = {
  pinned_message: 'message_pinned',
  message_auto_delete_timer_changed: 'timer_changed',
  forum_topic_created: 'topic_changed',
  forum_topic_edited: 'topic_changed',
  forum_topic_closed: 'topic_changed',
  forum_topic_reopened: 'topic_changed',
  general_forum_topic_hidden: 'topic_changed',
  general_forum_topic_unhidden: 'topic_changed',
  chat_background_set: 'appearance_changed',
  new_chat_title: 'appearance_changed',
  new_chat_photo: 'appearance_changed',
  delete_chat_photo: 'appearance_changed',
  write_access_allowed: 'writing_allowed',
  successful_payment: 'payment_made',
  refunded_payment: 'payment_refunded',
  connected_website: 'signed_in',
  paid_message_price_changed: 'price_changed',
  direct_message_price_changed: 'price_changed',
  boost_added: 'other',
  chat_owner_left: 'other',
  chat_owner_changed: 'other',
  checklist_tasks_done: 'other',
  checklist_tasks_added: 'other',
  gift_upgrade_sent: 'other',
  giveaway_created: 'other',
  giveaway_completed: 'other',
  group_chat_created: 'other',
  left_chat_member: 'other',
  managed_bot_created: 'other',
  migrate_from_chat_id: 'other',
  migrate_to_chat_id: 'other',
  new_chat_members: 'other',
  poll_option_added: 'other',
  poll_option_deleted: 'other',
  proximity_alert_triggered: 'other',
  suggested_post_approval_failed: 'other',
  suggested_post_approved: 'other',
  suggested_post_declined: 'other',
  suggested_post_paid: 'other',
  suggested_post_refunded: 'other',
  video_chat_ended: 'other',
  video_chat_participants_invited: 'other',
  video_chat_scheduled: 'other',
  video_chat_started: 'other',
};

type NoticeContent = Pick<IncomingMessage, 'notice' | 'type' | 'text' | 'attachments' | 'raw'>;

/** What Telegram says by itself in a conversation; null for what a person has said. */
export function noticeOf(message: TelegramMessage): NoticeContent | null {
  const key = Object.keys(noticeKeys).find((one) => message[one] !== undefined && message[one] !== null);
  const notice = key && noticeKeys[key];
  if (!notice) return emptyOf(message);
  return { notice, type: 'unsupported', text: wordsOf(message[key]), attachments: [], raw: message };
}

/** A letter that leaves a blank gets past Telegram, which takes no text of spaces. */
function emptyOf(message: TelegramMessage): NoticeContent | null {
  if (typeof message.text !== 'string' || !isBlank(message.text)) return null;
  return { notice: 'empty_message', type: 'unsupported', text: '', attachments: [], raw: message };
}

/** Of the pinned message its words, of a topic its name, of a website its address. */
function wordsOf(told: unknown): string {
  if (typeof told === 'string') return told;
  if (typeof told !== 'object' || told === null) return '';
  const { text, caption, name } = told as Record<string, unknown>;
  return [text, caption, name].find((one) => typeof one === 'string') ?? '';
}
