import type { ApiClient } from '../api-client';
import { createTeam, type Named } from '../builders';
import { eventually } from '../eventually';
import { type ForeignSite, startForeignSite } from '../foreign-site';
import { onlyChatOf } from '../look';
import { only } from '../routing-scenes';
import type { Tab } from './browser';
import { type Stage, startStage } from './stage';
import { openWebchat, type picture, type Visit, visitSite } from './webchat-page';

type Visiting = { tab?: Tab; origin?: string };

/** A shop whose site has the chat's script in it, and who answers there. */
export interface Shop {
  channel: Named;
  /** Where the chat is a page of its own. */
  address: string;
  operator: ApiClient;
  /** The site's page, in a browser of the visitor's own. */
  visit(options?: Visiting): Promise<Visit>;
  openChat(options?: Visiting): Promise<Visit>;
  /** The visitor's chat, which the operator has taken. */
  takenChat(): Promise<string>;
  answerWithFile(chatId: string, text: string, file: typeof picture): Promise<unknown>;
}

export interface WebchatStage extends Stage {
  site: ForeignSite;
  openShop(settings?: object): Promise<Shop>;
}

/** A Parley, and a site of another origin that shows its webchat. */
export async function startWebchatStage(): Promise<WebchatStage> {
  const stage = await startStage();
  const { parley, browser } = stage;
  const site = await startForeignSite();

  async function openShop(settings: object = {}): Promise<Shop> {
    const { queue, operators } = await createTeam(parley, { size: 1 });
    const operator = only(operators);
    const channel = await parley.admin.ok<Named>('POST', '/api/channels', {
      provider: 'webchat',
      name: 'Shop',
      settings: { title: 'Teapot House', ...settings },
      active: true,
      queueId: queue.id,
      language: 'en',
    });
    const address = `${parley.base}/webhooks/webchat/${channel.id}`;
    const pageFor = (origin?: string) => site.pageFor(`${address}/embed.js`, origin);
    return {
      channel,
      address,
      operator,
      visit: async ({ tab, origin } = {}) => visitSite(tab ?? (await browser.openTab()), pageFor(origin)),
      openChat: async ({ tab, origin } = {}) => openWebchat(tab ?? (await browser.openTab()), pageFor(origin)),
      async takenChat() {
        const { id } = await onlyChatOf(parley, channel.id);
        await eventually('the operator has taken the chat', async () => (await operator.accept(id)).status === 200);
        return id;
      },
      answerWithFile(chatId, text, file) {
        const form = new FormData();
        form.set('text', text);
        form.append('attachments', new Blob([new Uint8Array(file.buffer)], { type: file.mimeType }), file.name);
        return operator.ok('POST', `/api/chats/${chatId}/messages`, form);
      },
    };
  }

  return {
    ...stage,
    site,
    openShop,
    async close() {
      try {
        await stage.close();
      } finally {
        await site.stop();
      }
    },
  };
}
