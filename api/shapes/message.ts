import { z } from 'zod';
import { deliveryStatuses, messageTypes } from '../../domain/message';

const failure = z
  .object({
    code: z.string().meta({ description: 'A stable word.' }),
    reason: z.string().meta({ description: 'A sentence for people.' }),
  })
  .meta({ id: 'Failure' });

const attachmentShape = z
  .object({
    id: z.string(),
    fileName: z.string(),
    mediaType: z.string(),
    size: z.number().nullable().meta({ description: 'Bytes.' }),
    status: z.enum(['pending', 'stored', 'failed']),
    url: z
      .string()
      .nullable()
      .meta({ description: 'Short-lived address that needs no header; null until it is stored.' }),
    failure: failure.nullable(),
  })
  .meta({ id: 'Attachment' });

/** What people see of delivery: `sending` is our own matter. */
const shownDeliveryStatuses = deliveryStatuses.filter((status) => status !== 'sending');

export const messageShape = z
  .object({
    id: z.string(),
    chatId: z.string(),
    direction: z.enum(['incoming', 'outgoing']),
    type: z.enum(messageTypes),
    text: z.string(),
    timestamp: z.iso.datetime().meta({
      description: 'By the messenger’s clock for what the client wrote, by ours for answers.',
    }),
    orderKey: z.string().meta({
      description:
        'Sorts a conversation as it was said, whichever clock was ahead: compared as text, and by `id` where it is the same. That of an answer may change until the messenger has taken it.',
    }),
    editedAt: z.iso.datetime().nullable(),
    author: z.object({ id: z.string(), name: z.string() }).nullable(),
    answeredBy: z.string().nullable().meta({
      description:
        'Who answered in place of an operator: the messenger’s own inbox, a bot; null for operators’ answers.',
    }),
    replyToExternalId: z.string().nullable(),
    location: z
      .object({
        latitude: z.number(),
        longitude: z.number(),
        title: z.string().optional(),
        address: z.string().optional(),
      })
      .nullable(),
    sharedContact: z.object({ name: z.string(), phoneNumber: z.string() }).nullable(),
    deliveryStatus: z.enum(shownDeliveryStatuses).nullable(),
    failure: failure.nullable(),
    reaction: z.string().nullable().meta({ description: 'The client’s reaction to it, an emoji.' }),
    template: z
      .object({ id: z.string(), variables: z.record(z.string(), z.string()) })
      .nullable()
      .meta({ description: 'The approved message that it was sent as.' }),
    possiblyRepeated: z.boolean().meta({
      description:
        'It was sent again although the messenger may have taken a former attempt: the client may have it twice.',
    }),
    attachments: z.array(attachmentShape),
    externalId: z.string().nullable(),
  })
  .meta({ id: 'Message' });

export const sentAnswerShape = messageShape
  .extend({
    followedBy: z.array(messageShape).meta({
      description:
        'The messages that go out after this one, in their order, where the messenger takes text and file apart or `furtherTexts` were given; each has a delivery status of its own.',
    }),
  })
  .meta({ id: 'SentAnswer' });
