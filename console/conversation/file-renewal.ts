import type { Signal } from '@preact/signals';
import type { Api } from '../app/api';
import type { Message } from '../app/types';
import { wholeMessage } from './whole';

interface RenewalParts {
  api: Pick<Api, 'get'>;
  path: string;
  messages: Signal<Message[]>;
}

/** Addresses of files run out an hour or two after they were given: each message's are asked for anew when one of its files is wanted. */
export function createFileRenewal({ api, path, messages }: RenewalParts) {
  const underWay = new Map<string, Promise<Message>>();

  async function ask(messageId: string): Promise<Message> {
    const message = wholeMessage(await api.get<Message>(`${path}/messages/${encodeURIComponent(messageId)}`));
    messages.value = messages.value.map((one) =>
      one.id === messageId ? { ...one, attachments: message.attachments, versions: message.versions } : one,
    );
    return message;
  }

  /** The address of a file as it is now; null when it is not there any more. Throws the API's refusal. */
  return async function renew(attachmentId: string): Promise<string | null> {
    const fileOf = (message: Message) => filesOf(message).find(({ id }) => id === attachmentId);
    const messageId = messages.value.find(fileOf)?.id;
    if (messageId === undefined) return null;
    const asked = underWay.get(messageId) ?? ask(messageId).finally(() => underWay.delete(messageId));
    underWay.set(messageId, asked);
    return fileOf(await asked)?.url ?? null;
  };
}

/** Also those of its former versions. */
function filesOf({ attachments, versions }: Message) {
  return [...attachments, ...versions.flatMap((version) => version.attachments)];
}

export type RenewFile = ReturnType<typeof createFileRenewal>;
