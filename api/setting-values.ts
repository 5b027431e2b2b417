import { z } from 'zod';
import { languages } from '../domain/languages';
import { type SettingCode, type Settings, settingDefaults } from '../domain/settings';
import { isTellable, rootOf } from './http/site-root';

const words = 'must be an address that begins with http:// or https://, or empty';
/** What is no address at all is looked at no further. */
const address = z.url({ protocol: /^https?$/, error: words, abort: true });
const empty = z.literal('');
const text = z.string().trim().max(500);

/** What stands before an @ would be sent to where it leads, and be read by all who may read settings. */
const withoutCredentials = address.refine((value) => {
  const { username, password } = new URL(value);
  return username === '' && password === '';
}, 'must carry no name and password');

/** Ours begins all that we tell, whatever path it has (domain 1.11). */
const siteAddress = withoutCredentials
  .refine((value) => !/[?#]/.test(value), 'must end before ? or #')
  .refine(
    (value) => isTellable(new URL(value).pathname),
    'must hold no folder that is Parley’s own (api, console, webhooks, files, sounds, health, metrics): /0 or /parley will do',
  );

/** What each setting may be (domain 1.11). */
export const settingSchemas: { [C in SettingCode]: z.ZodType<Settings[C]> } = {
  SimultaneousChats: z.int().min(1).max(1_000),
  OmniChatOperatorAcceptChatTimeout: z.number().positive().max(1_440),
  PresenceTimeoutMinutes: z.number().positive().max(1_440),
  OmniChatNotificationSound: z.string().max(100),
  SiteUrl: z
    .union([empty, siteAddress], { error: words })
    .transform((value) => (value === '' ? value : new URL(value).origin + rootOf(value))),
  Language: z.enum(languages),
  RetentionDays: z.union([empty, z.int().min(1).max(36_500)], {
    error: 'must be a whole number of days from 1 to 36500, or empty to keep chats for ever',
  }),
  IdentityServerUrl: z.union([empty, withoutCredentials], { error: words }),
  IdentityServerClientId: text,
  IdentityServerClientSecret: text,
  NotificationWebhookUrl: z.union([empty, withoutCredentials], { error: words }),
  NotificationWebhookSecret: text,
};

export const settingCodes = Object.keys(settingDefaults) as SettingCode[];

export function isSettingCode(code: string): code is SettingCode {
  return Object.hasOwn(settingDefaults, code);
}

/** Settings that only an administrator may change: whoever names the issuer says who is an administrator. */
export const administratorSettings: ReadonlySet<SettingCode> = new Set([
  'IdentityServerUrl',
  'IdentityServerClientId',
  'IdentityServerClientSecret',
]);

/** Settings that are never told. */
export const secretSettings: ReadonlySet<SettingCode> = new Set([
  'IdentityServerClientSecret',
  'NotificationWebhookSecret',
]);
