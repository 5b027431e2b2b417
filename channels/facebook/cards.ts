import { z } from 'zod';
import type { TextLink } from '../../domain/message-parts';

/** What a template or a product shows, told in lines, with the addresses behind its titles and buttons and its pictures. */
interface CardWords {
  text: string;
  links: TextLink[];
  pictures: string[];
}

const words = z.string().trim().min(1).optional().catch(undefined);
const button = z.looseObject({ title: words, url: words, type: words });
const buttons = z.array(button.catch({})).optional().catch(undefined);

const element = z.looseObject({
  title: words,
  subtitle: words,
  image_url: words,
  item_url: words,
  url: words,
  default_action: z.looseObject({ url: words }).optional().catch(undefined),
  buttons,
  price: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
  quantity: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
  currency: words,
});
const elements = z.array(element.catch({})).optional().catch(undefined);

/** Of the kinds that Facebook documents: generic, button, media, receipt, product, and those to come that are put together likewise. */
const card = z.looseObject({
  template_type: words,
  text: words,
  title: words,
  elements,
  buttons,
  product: z.looseObject({ elements }).optional().catch(undefined),
  order_number: words,
  summary: z
    .looseObject({ total_cost: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined) })
    .optional()
    .catch(undefined),
  currency: words,
});

export function isProduct(payload: unknown): boolean {
  return card.safeParse(payload).data?.product !== undefined;
}

export function cardWords(payload: unknown): CardWords {
  const read = card.safeParse(payload).data;
  if (read === undefined) return { text: '', links: [], pictures: [] };
  const links: TextLink[] = [];
  const pictures: string[] = [];
  const buttonLines = (list: z.infer<typeof buttons>) =>
    (list ?? []).flatMap(({ title, url }) => {
      const text = title ?? url;
      if (text === undefined) return [];
      if (url !== undefined) links.push({ text, url });
      return [`[${text}]`];
    });
  const elementLines = (one: z.infer<typeof element>) => {
    const url = one.default_action?.url ?? one.item_url ?? one.url;
    if (url !== undefined) links.push({ text: one.title ?? url, url });
    if (one.image_url !== undefined) pictures.push(one.image_url);
    const count = one.quantity === undefined ? undefined : `× ${one.quantity}`;
    const cost = one.price === undefined ? undefined : [one.price, one.currency].filter(Boolean).join(' ');
    return [[one.title, count, cost].filter(Boolean).join(' · '), one.subtitle, ...buttonLines(one.buttons)];
  };
  const total = read.summary?.total_cost;
  const lines = [
    read.title,
    read.text,
    read.order_number,
    ...[...(read.elements ?? []), ...(read.product?.elements ?? [])].flatMap(elementLines),
    total === undefined ? undefined : [total, read.currency].filter(Boolean).join(' '),
    ...buttonLines(read.buttons),
  ];
  return { text: lines.filter(Boolean).join('\n'), links, pictures };
}
