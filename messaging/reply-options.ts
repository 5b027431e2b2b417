import type { Provider, Template } from '../channels/contract';
import type { Chat } from '../domain/chat';
import type { TemplateUse } from '../domain/message';
import { aheadOfStampsMs, byOurs } from '../domain/messenger-clock';
import { Problem } from '../domain/problem';
import { type WindowState, windowState } from '../domain/reply-window';
import type { MessagingDeps } from './ports';

/** What a messenger lets an operator send now: any text within its window, approved templates also outside it (domain 7.2). */
export function createReplyOptions({ storage, providers }: Pick<MessagingDeps, 'storage' | 'providers'>) {
  const providerOf = (chat: Chat): Provider | undefined => providers.find(({ code }) => code === chat.provider);

  /** Null where the messenger has no window. */
  async function windowOf(chat: Chat): Promise<WindowState | null> {
    const provider = providerOf(chat);
    if (provider?.replyWindow === undefined) return null;
    const [stamp, channel] = await Promise.all([
      storage.messages.lastIncomingAt(chat),
      storage.channels.get(chat.channelId),
    ]);
    const lastIncomingAt = stamp && byOurs(stamp, aheadOfStampsMs(provider, channel ?? {}));
    return windowState(provider.replyWindow, lastIncomingAt, new Date());
  }

  /** Refuses, before anything is stored, what the messenger would refuse for its window. */
  async function refuseUnlessOpen(chat: Chat): Promise<void> {
    const state = await windowOf(chat);
    if (state === null || state.isOpen) return;
    const provider = providerOf(chat);
    const since =
      state.answerableUntil === null
        ? 'The client has not written yet.'
        : `That was until ${state.answerableUntil.toISOString()}.`;
    const instead = provider?.listTemplates ? ' Send an approved template, or wait until the client writes.' : '';
    throw new Problem(
      'reply_window_closed',
      `${provider?.title} lets a client be answered only for a time after his last message. ${since}${instead}`,
    );
  }

  /** Empty where the messenger has no templates. */
  async function templatesOf(chat: Chat): Promise<Template[]> {
    const listTemplates = providerOf(chat)?.listTemplates;
    const channel = await storage.channels.open(chat.channelId);
    if (listTemplates === undefined || channel === null) return [];
    const outcome = await listTemplates(channel);
    if (outcome.kind === 'templates') return outcome.templates;
    if (outcome.health !== undefined) await storage.channels.setHealth(channel.id, outcome.health);
    throw new Problem('messenger_unreachable', outcome.reason);
  }

  /** What the client will read. Refused unless the template is approved and every variable of it is given, and no other. */
  async function textOf(chat: Chat, { id, variables }: TemplateUse): Promise<string> {
    const refuse = (field: string, reason: string): never => {
      throw new Problem('message_refused', reason, { errors: { [field]: reason } });
    };
    const template = (await templatesOf(chat)).find((one) => one.id === id);
    if (template === undefined)
      return refuse('template.id', 'There is no approved template of this id on the channel.');
    for (const name of template.variables)
      if ((variables[name] ?? '').trim() === '')
        refuse(`template.variables.${name}`, `The variable ${name} is missing.`);
    for (const name of Object.keys(variables))
      if (!template.variables.includes(name))
        refuse(`template.variables.${name}`, `The template has no variable ${name}.`);
    return template.text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => variables[name] ?? whole);
  }

  return { windowOf, refuseUnlessOpen, templatesOf, textOf };
}

export type ReplyOptions = ReturnType<typeof createReplyOptions>;
