import { type Language, languages } from './languages';

/** System settings by code (domain 1.11). */
export interface Settings {
  /** Most chats that an operator has at once, offers included. */
  SimultaneousChats: number;
  /** Minutes that an operator has to take an offered chat; fractions allowed. */
  OmniChatOperatorAcceptChatTimeout: number;
  /** Minutes without a live connection after which an operator who had one becomes inactive; fractions allowed. */
  PresenceTimeoutMinutes: number;
  /** File id of the sound of a new message; empty: none; `default`: the shipped one. */
  OmniChatNotificationSound: string;
  /** Public address of this installation, a path in it included, without a slash at the end; empty until known. */
  SiteUrl: string;
  /** Of this installation: of what it names by itself, and of callers without a preference. */
  Language: Language;
  /** Days after its completion that a chat is kept with its messages and files; empty: for ever. */
  RetentionDays: number | '';
  IdentityServerUrl: string;
  IdentityServerClientId: string;
  IdentityServerClientSecret: string;
  /** Where notifications of system administrators are posted as well; empty: nowhere. */
  NotificationWebhookUrl: string;
  /** Signs what is posted there; empty: unsigned. */
  NotificationWebhookSecret: string;
}

export type SettingCode = keyof Settings;

export const settingDefaults: Settings = {
  SimultaneousChats: 5,
  OmniChatOperatorAcceptChatTimeout: 5,
  PresenceTimeoutMinutes: 2,
  OmniChatNotificationSound: 'default',
  SiteUrl: '',
  Language: languages[0],
  RetentionDays: '',
  IdentityServerUrl: '',
  IdentityServerClientId: '',
  IdentityServerClientSecret: '',
  NotificationWebhookUrl: '',
  NotificationWebhookSecret: '',
};

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;
