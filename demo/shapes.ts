import { z } from 'zod';

/** As much of Parley's answers as the demo reads. */
const named = z.object({ id: z.string(), name: z.string() });

export const chatShape = z.object({
  id: z.string(),
  number: z.number(),
  status: z.string(),
  operator: named.nullable(),
  offer: z.object({ id: z.string(), expiresAt: z.iso.datetime() }).nullable(),
  completedBy: z.string().nullable(),
});
export type Chat = z.infer<typeof chatShape>;
export const chatListShape = z.object({ items: z.array(chatShape) });

export const chatDetailsShape = chatShape.extend({
  routingLog: z.array(
    z.object({
      at: z.iso.datetime(),
      event: z.string(),
      operator: named.nullable(),
      reason: z.string(),
      candidates: z
        .object({ total: z.number(), limit: z.number(), operators: z.array(named.extend({ load: z.number() })) })
        .nullable(),
    }),
  ),
});
export type ChatDetails = z.infer<typeof chatDetailsShape>;

export const messageShape = z.object({
  id: z.string(),
  direction: z.enum(['incoming', 'outgoing']),
  text: z.string(),
  deliveryStatus: z.string().nullable(),
});
export type Message = z.infer<typeof messageShape>;

export const operatorStatusShape = z.object({
  status: z.string(),
  reason: z.string(),
  load: z.number(),
  limit: z.number(),
});
export type OperatorStatus = z.infer<typeof operatorStatusShape>;

export const signedInShape = z.object({ token: z.string(), user: named });
export const settingShape = z.object({
  value: z.union([z.string(), z.number()]),
  default: z.union([z.string(), z.number()]),
});
export const createdShape = z.object({ id: z.string() });
export const visitorShape = z.object({ visitorToken: z.string() });
export const problemShape = z.object({ code: z.string().optional(), detail: z.string().optional() });

/** What a visitor's page is shown. */
export const conversationShape = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      direction: z.enum(['incoming', 'outgoing']),
      text: z.string(),
      authorName: z.string().nullable(),
      seen: z.boolean(),
    }),
  ),
});
