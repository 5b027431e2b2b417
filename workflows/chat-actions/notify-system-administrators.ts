import { defineProcess, finished, refused } from './define-process';
import { chat } from './parameters';
import { steps } from './steps';

interface Input {
  RunId: string;
  ChatId: string;
}

/** Calls the administrators to a chat: by a notification, and by the webhook when one is set (domain 5.2). */
export const NotifySystemAdministrators = defineProcess(
  { title: { en: 'Notify system administrators', ru: 'Сообщить администраторам системы' }, parameters: [chat] },
  async ({ RunId }: Input) => {
    const words = 'An operator asks for a system administrator.';
    const { notified } = await steps.notify({ runId: RunId, to: 'administrators', words });
    const { posted } = await steps.postWebhook({ runId: RunId, words });
    if (notified === 0 && !posted) return refused('Nobody is there to be notified.');
    const people = notified === 1 ? 'One administrator is notified' : `${notified} administrators are notified`;
    return finished(posted ? `${people}, and the webhook.` : `${people}.`);
  },
);
