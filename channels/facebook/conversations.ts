import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import { wholeSecond } from '../../domain/messenger-clock';
import type { FacebookApp } from './app';
import type { Trouble } from './errors';
import { callAsPage, callPage } from './page-call';

/** Messages and conversations that one call returns; more make Facebook answer that it is too much at once. */
const messagesAtOnce = 25;
const conversationsAtOnce = 20;

const messageFields =
  'id,created_time,from,to,message,sticker,attachments{id,mime_type,name,size,file_url,image_data{url},video_data{url}},shares{link,name}';

/** `2026-03-01T09:30:00+0000`, whole seconds. */
const moment = z
  .string()
  .transform((text) => new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
  .refine((date) => Number.isFinite(date.getTime()));

function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const address = lenient(z.looseObject({ url: lenient(z.string().min(1)) }));

const attachment = z.looseObject({
  mime_type: lenient(z.string()),
  name: lenient(z.string()),
  size: lenient(z.number()),
  file_url: lenient(z.string().min(1)),
  image_data: address,
  video_data: address,
});

const pageMessage = z.looseObject({
  id: z.string().min(1),
  created_time: moment,
  from: lenient(z.looseObject({ id: z.string() })),
  to: lenient(z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) })),
  message: lenient(z.string()),
  sticker: lenient(z.string().min(1)),
  attachments: lenient(z.looseObject({ data: z.array(attachment) })),
  shares: lenient(
    z.looseObject({
      data: z.array(z.looseObject({ link: lenient(z.string().min(1)), name: lenient(z.string()) })),
    }),
  ),
});
/** A message as it stands in the page's own inbox. */
export type PageMessage = z.infer<typeof pageMessage>;

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({
    data: z.array(item),
    paging: lenient(
      z.looseObject({ cursors: lenient(z.looseObject({ after: lenient(z.string()) })), next: lenient(z.string()) }),
    ),
  });

const messages = listOf(pageMessage.nullable().catch(null));
const conversations = listOf(
  z.looseObject({ id: z.string(), updated_time: lenient(moment), messages: lenient(messages) }),
);

type Listed<Item> = { ok: true; items: Item[] } | { ok: false; trouble: Trouble };

interface Reader {
  app: FacebookApp;
  channel: OpenedChannel;
  signal?: AbortSignal;
}

/**
 * The place of the next page; its whole address is not used: it has the token in it. One that leads back to the same page is none, or
 * it would be asked for without end.
 */
function nextPlace(list: { paging?: z.infer<typeof messages>['paging'] }, here?: string): string | undefined {
  const after = list.paging?.next === undefined ? undefined : list.paging.cursors?.after;
  return after === here ? undefined : after;
}

const unreadable = { ok: false, trouble: { kind: 'lost', how: 'unreadable' } } as const;

/** The newest first, until before `since`. */
async function messagesSince(
  { app, channel, signal }: Reader,
  conversation: z.infer<typeof conversations>['data'][number],
  since: Date,
): Promise<Listed<PageMessage>> {
  const found: PageMessage[] = [];
  let page = conversation.messages;
  let here: string | undefined;
  while (page !== undefined) {
    const read = page.data.filter((message) => message !== null);
    found.push(...read.filter((message) => message.created_time >= since));
    const after = nextPlace(page, here);
    if (after === undefined || read.some((message) => message.created_time < since)) break;
    here = after;
    const query = { fields: messageFields, limit: String(messagesAtOnce), after };
    const answer = await callAsPage(app, channel, {
      method: 'GET',
      path: `/${conversation.id}/messages`,
      query,
      signal,
    });
    if (!answer.ok) return answer;
    const next = messages.safeParse(answer.result);
    if (!next.success) return unreadable;
    page = next.data;
  }
  return { ok: true, items: found };
}

/**
 * Messages of the page's conversations since an instant, both ways, the oldest first. Whole seconds are all that Facebook
 * tells of them here, and those of one second stand in its order.
 */
export async function readPageMessages(
  reader: Reader,
  { since, clientId }: { since: Date; clientId?: string },
): Promise<Listed<PageMessage>> {
  const { app, channel, signal } = reader;
  const fromSecond = new Date(wholeSecond(since));
  const found: PageMessage[] = [];
  let after: string | undefined;
  do {
    const query = {
      platform: 'messenger',
      ...(clientId !== undefined && { user_id: clientId }),
      fields: `id,updated_time,messages.limit(${messagesAtOnce}){${messageFields}}`,
      limit: String(conversationsAtOnce),
      ...(after !== undefined && { after }),
    };
    const answer = await callPage(app, channel, { method: 'GET', edge: '/conversations', query, signal });
    if (!answer.ok) return answer;
    const list = conversations.safeParse(answer.result);
    if (!list.success) return unreadable;
    const fresh = list.data.data.filter(({ updated_time: updated }) => updated === undefined || updated >= fromSecond);
    for (const conversation of fresh) {
      const own = await messagesSince(reader, conversation, fromSecond);
      if (!own.ok) return own;
      found.push(...own.items.reverse());
    }
    // They come the lastly changed first.
    after = fresh.length < list.data.data.length ? undefined : nextPlace(list.data, after);
  } while (after !== undefined);
  found.sort((a, b) => a.created_time.getTime() - b.created_time.getTime());
  return { ok: true, items: found };
}
