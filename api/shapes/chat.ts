import { z } from 'zod';
import { chatStatuses, completers } from '../../domain/chat';
import { obstacles } from '../../domain/obstacle';
import { operatorStatuses, operatorStatusReasons } from '../../domain/operator';
import { routingEvents } from '../../domain/routing-log';
import { routingRuleShape } from './queue';
import { referralShape } from './referral';

const named = z.object({ id: z.string(), name: z.string() });

export const chatShape = z
  .object({
    id: z.string(),
    number: z.number().int(),
    status: z.enum(chatStatuses),
    channel: named.extend({ provider: z.string() }),
    queue: named,
    contact: named.extend({
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      photoUrl: z.string().nullable().meta({ description: 'Short-lived address that needs no header.' }),
    }),
    operator: named.nullable(),
    offer: z.object({ id: z.string(), expiresAt: z.iso.datetime() }).nullable(),
    createdAt: z.iso.datetime(),
    acceptedAt: z.iso.datetime().nullable(),
    completedAt: z.iso.datetime().nullable(),
    completedBy: z.enum(completers).nullable(),
    completesAt: z.iso.datetime().nullable().meta({ description: 'When it completes by itself.' }),
    lastMessage: z
      .object({
        id: z.string(),
        direction: z.enum(['incoming', 'outgoing']),
        type: z.string(),
        text: z.string(),
        timestamp: z.iso.datetime(),
      })
      .nullable(),
    unreadCount: z.number().int(),
  })
  .meta({ id: 'Chat' });

export const foundChatShape = chatShape
  .extend({
    matches: z
      .array(
        z.object({
          messageId: z.string(),
          text: z.string().meta({
            description:
              'The part around the first word found of the text, followed by the names of its files, a contact card and a place, each on a line; with … where it was cut.',
          }),
          highlights: z
            .array(z.object({ start: z.number().int(), end: z.number().int() }))
            .meta({ description: 'Where the words stand in `text`, in UTF-16 units; the end is exclusive.' }),
          isFormer: z.boolean().meta({ description: 'Whether the message said so only before it was edited.' }),
        }),
      )
      .optional()
      .meta({ description: 'With `q`: the newest three messages that hold all its words.' }),
  })
  .meta({ id: 'FoundChat' });

export const chatDetailsShape = chatShape
  .extend({
    referral: referralShape.nullable().meta({ description: 'By which advertisement or link the client came into it.' }),
    clockAheadMs: z.number().int().optional().meta({
      description:
        'So far is our clock, by which the routing log is told, ahead of the one by which the client’s messages are stamped. Left out where they agree.',
    }),
    routingLog: z.array(
      z.object({
        at: z.iso.datetime(),
        event: z.enum(routingEvents),
        operator: named.nullable(),
        reason: z.string(),
        candidates: z
          .object({
            total: z.number().int(),
            limit: z.number().int(),
            operators: z.array(named.extend({ load: z.number().int() })),
          })
          .nullable(),
        rule: routingRuleShape.optional().meta({ description: 'The rule that decided it, if one did.' }),
        shownTo: z.array(named).optional().meta({
          description: 'Whom the rule named, when the chat is shown to these only: the first twenty of many.',
        }),
        waitsFor: z
          .array(named.extend({ why: z.enum(obstacles) }))
          .optional()
          .meta({ description: 'Whom the rule named, when none of them could take the chat: it waits for them.' }),
      }),
    ),
  })
  .meta({ id: 'ChatDetails' });

export const operatorStatusShape = z
  .object({
    status: z.enum(operatorStatuses),
    reason: z.enum(operatorStatusReasons),
    changedAt: z.iso.datetime(),
    load: z.number().int().meta({ description: 'Chats in work and offers.' }),
    limit: z.number().int(),
  })
  .meta({ id: 'OperatorStatus' });
