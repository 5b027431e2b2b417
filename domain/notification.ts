/** A word to a user beside his chats, until he has read it. */
export interface Notification {
  id: string;
  userId: string;
  text: string;
  /** A path of the HTTP interface. */
  link: string | null;
  /** Where it came up; null when that was in no chat. */
  chatId: string | null;
  createdAt: Date;
  readAt: Date | null;
}

/** Whom a process can notify: those with the permission `Administrator`, or those with `CanManageChats` as well. */
export type NotifiedGroup = 'administrators' | 'managers';
