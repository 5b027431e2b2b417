import type { Setting } from '../types';

/** What a setting is typed as. */
export type SettingKind = 'number' | 'optionalNumber' | 'address' | 'language' | 'text' | 'secret';

const kinds: Readonly<Record<string, SettingKind>> = {
  SimultaneousChats: 'number',
  OmniChatOperatorAcceptChatTimeout: 'number',
  PresenceTimeoutMinutes: 'number',
  RetentionDays: 'optionalNumber',
  SiteUrl: 'address',
  Language: 'language',
  IdentityServerUrl: 'address',
  NotificationWebhookUrl: 'address',
  IdentityServerClientSecret: 'secret',
  NotificationWebhookSecret: 'secret',
};

export function kindOf(code: string): SettingKind {
  return kinds[code] ?? 'text';
}

/** What stands in the field; a secret is never told. */
export function typedValue({ code, value }: Setting): string {
  return value === null || kindOf(code) === 'secret' ? '' : String(value);
}

/** What is sent for what was typed. What is no number is sent as it is, and the API says so. */
export function readValue(code: string, typed: string): string | number {
  const kind = kindOf(code);
  if (kind !== 'number' && kind !== 'optionalNumber') return typed;
  const text = typed.trim().replace(',', '.');
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? text : number;
}
