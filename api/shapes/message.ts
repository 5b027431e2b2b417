import { z } from 'zod';
import { deliveryStatuses, messageKinds, messageTypes, notices } from '../../domain/message';

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

const author = z.object({ id: z.string(), name: z.string() }).nullable();
const answeredBy = z.string().nullable().meta({
  description: 'Who answered in place of an operator: the messenger’s own inbox, a bot; null for operators’ answers.',
});
const direction = z.enum(['incoming', 'outgoing']);
const type = z.enum(messageTypes);

/** What an edit may change. */
const said = {
  type,
  text: z.string(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      title: z.string().optional(),
      address: z.string().optional(),
    })
    .nullable(),
  sharedContact: z.object({ name: z.string(), phoneNumber: z.string() }).nullable(),
  attachments: z.array(attachmentShape),
};

const formerVersion = z
  .object({ at: z.iso.datetime().meta({ description: 'When it was said.' }), ...said })
  .meta({ id: 'FormerVersion' });

const repliedTo = z
  .object({ id: z.string(), chatId: z.string(), direction, type, text: z.string(), author, answeredBy })
  .meta({ id: 'RepliedTo' });

export const messageShape = z
  .object({
    id: z.string(),
    chatId: z.string(),
    direction,
    kind: z.enum(messageKinds).meta({
      description:
        '`system`: what the messenger says by itself, such as that a message was pinned. It opens no chat and is never unread.',
    }),
    notice: z.enum(notices).nullable().meta({
      description: 'What a `system` message tells; `text` has the words that belong to it, if any.',
    }),
    ...said,
    timestamp: z.iso.datetime().meta({
      description: 'By the messenger’s clock for what the client wrote, by ours for answers.',
    }),
    orderKey: z.string().meta({
      description:
        'Sorts a conversation as it was said, whichever clock was ahead: compared as text, and by `id` where it is the same. That of an answer may change until the messenger has taken it.',
    }),
    editedAt: z.iso.datetime().nullable().meta({ description: 'When the client last changed it.' }),
    versions: z.array(formerVersion).meta({ description: 'What it said before it was edited, oldest first.' }),
    author,
    answeredBy,
    replyToExternalId: z.string().nullable(),
    replyTo: repliedTo.nullable().meta({
      description:
        'The message that it replies to, of this chat or of a former one of the client’s, with the beginning of its text; null where it replies to none, or to one that is not there.',
    }),
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
