import { z } from 'zod';
import { deliveryStatuses, messageKinds, messageTypes, notices } from '../../domain/message';
import { markKinds } from '../../domain/message-parts';
import { referralShape } from './referral';

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
    previewUrl: z.string().nullable().meta({
      description:
        'The same for a JPEG by which a file is shown that browsers can’t show, as a HEIC photo; null until it is made, and for all other files.',
    }),
    failure: failure.nullable(),
    isQuoted: z.boolean().meta({
      description: 'It belongs to the message of another conversation that this one replies to.',
    }),
  })
  .meta({ id: 'Attachment' });

const sharedContactShape = z
  .object({
    name: z.string(),
    phones: z.array(z.string()),
    emails: z.array(z.string()),
    phoneNumber: z.string().meta({ description: 'The first of `phones`; empty when there is none.' }),
  })
  .meta({ id: 'SharedContact' });

const originFields = {
  name: z.string().nullable().meta({ description: 'Null where the messenger does not tell.' }),
  url: z.string().nullable(),
};

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
      isLive: z.literal(true).optional().meta({ description: 'It followed the client around when it was sent.' }),
    })
    .nullable(),
  links: z.array(z.object({ text: z.string(), url: z.string() })).meta({
    description:
      'Addresses behind words of the text, and those that came beside it: of buttons, and of pages, posts and stories that were passed on. They are as the messenger told them, of whatever scheme.',
  }),
  marks: z
    .array(
      z.object({
        kind: z.enum(markKinds),
        start: z.number().int(),
        end: z.number().int(),
        url: z.string().optional().meta({ description: 'Of a `link`.' }),
        language: z.string().optional().meta({ description: 'Of `code`: what it is written in.' }),
        at: z.iso.datetime().optional().meta({ description: 'Of a `time`: the moment that the words mean.' }),
      }),
    )
    .meta({ description: 'How parts of `text` were set, in UTF-16 units; the end is exclusive. They may overlap.' }),
  sharedContact: sharedContactShape.nullable(),
  furtherContacts: z
    .array(sharedContactShape)
    .meta({ description: 'When several cards came at once: those after `sharedContact`.' }),
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
    provider: z.string().meta({ description: 'The code of the messenger.' }),
    sender: z
      .string()
      .meta({ description: 'Who sent it, by his id in the messenger: the client, or the channel’s source.' }),
    recipient: z.string().meta({ description: 'Whom it goes to, by his id in the messenger.' }),
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
    forwardedFrom: z
      .object(originFields)
      .nullable()
      .meta({ description: 'Whose words they are, when the client passed them on.' }),
    quote: z.string().nullable().meta({ description: 'The part that was quoted of the message it replies to.' }),
    externalReply: z
      .object({ ...originFields, type: z.enum(messageTypes).nullable(), text: z.string() })
      .nullable()
      .meta({
        description:
          'The message of another conversation that it replies to, as far as the messenger tells of it; its files are the attachments with `isQuoted`.',
      }),
    albumId: z.string().nullable().meta({ description: 'The same for all messages of one album.' }),
    referral: referralShape
      .nullable()
      .meta({ description: 'By which advertisement or link the client came to say it.' }),
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
    raw: z.unknown().optional().meta({
      description:
        'The messenger’s payload, with `raw=true` and for administrators alone; null where the message holds all that was in it.',
    }),
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
