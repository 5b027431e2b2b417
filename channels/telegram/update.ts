import { z } from 'zod';

/**
 * The parts of an update that Parley reads, of types that grow with every version of the Bot API: whatever else is there
 * is let through, and a part of another form than this counts as missing, so that no message is lost to one odd field.
 */

/** A part that may be missing, or spoilt, which is the same to us. */
export function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const id = z.int();
/** What a Date can hold. */
const unixSeconds = z.int().positive().max(8_640_000_000_000);
export const person = z.looseObject({
  id: lenient(id),
  is_bot: lenient(z.boolean()),
  first_name: lenient(z.string()),
  last_name: lenient(z.string()),
  username: lenient(z.string().min(1)),
  language_code: lenient(z.string()),
});
export type Person = z.infer<typeof person>;

export const telegramMessage = z.looseObject({
  message_id: lenient(id),
  date: lenient(unixSeconds),
  edit_date: lenient(unixSeconds),
  chat: lenient(z.looseObject({ id: lenient(id), type: lenient(z.string()) })),
  from: lenient(person),
  reply_to_message: lenient(z.looseObject({ message_id: id })),
  caption: lenient(z.string()),
  media_group_id: lenient(z.string().min(1)),
});
export type TelegramMessage = z.infer<typeof telegramMessage>;

export const telegramUpdate = z.looseObject({
  update_id: lenient(id),
  message: z.unknown().optional(),
  edited_message: z.unknown().optional(),
});

const file = z.looseObject({
  file_id: z.string().min(1),
  file_unique_id: lenient(z.string()),
  file_size: lenient(z.number()),
  file_name: lenient(z.string()),
  mime_type: lenient(z.string()),
});
export type TelegramFile = z.infer<typeof file>;

export const photoSizes = z
  .array(
    z.looseObject({
      file_id: z.string().min(1),
      file_unique_id: lenient(z.string()),
      file_size: lenient(z.number()),
      width: z.number(),
      height: z.number(),
    }),
  )
  .min(1);
export type PhotoSizes = z.infer<typeof photoSizes>;

const place = z.looseObject({ latitude: z.number(), longitude: z.number(), live_period: lenient(z.number()) });

const paidPart = z.looseObject({
  photo: lenient(photoSizes),
  video: lenient(file),
  live_photo: z.unknown().optional(),
});

const words = z.string().catch('');
const livePhoto = file.extend({ photo: lenient(photoSizes) });

/** The kinds of content that are understood, by their key in a message. */
export const contents = {
  text: z.string(),
  photo: photoSizes,
  file,
  sticker: file.extend({
    emoji: lenient(z.string()),
    is_animated: lenient(z.boolean()),
    is_video: lenient(z.boolean()),
  }),
  location: place,
  venue: z.looseObject({ location: place, title: lenient(z.string()), address: lenient(z.string()) }),
  contact: z.looseObject({
    phone_number: z.string(),
    first_name: lenient(z.string()),
    last_name: lenient(z.string()),
    vcard: lenient(z.string()),
  }),
  livePhoto,
  paidMedia: z.looseObject({ paid_media: z.array(paidPart.catch({})) }),
  poll: z.looseObject({
    question: z.string(),
    question_entities: z.unknown().optional(),
    description: words,
    description_entities: z.unknown().optional(),
    explanation: words,
    explanation_entities: z.unknown().optional(),
    correct_option_ids: z.array(z.int()).catch([]),
    options: z
      .array(
        z.looseObject({
          persistent_id: lenient(z.string()),
          text: words,
          text_entities: z.unknown().optional(),
          voter_count: z.int().catch(0),
        }),
      )
      .catch([]),
  }),
  checklist: z.looseObject({
    title: words,
    title_entities: z.unknown().optional(),
    tasks: z.array(
      z.looseObject({
        id: lenient(z.int()),
        text: words,
        text_entities: z.unknown().optional(),
        completion_date: lenient(z.int()),
      }),
    ),
  }),
  dice: z.looseObject({ emoji: z.string(), value: z.int() }),
  game: z.looseObject({
    title: z.string(),
    description: words,
    text: words,
    text_entities: z.unknown().optional(),
    photo: lenient(photoSizes),
  }),
  invoice: z.looseObject({ title: z.string(), description: words, currency: words, total_amount: z.number().catch(0) }),
  webAppData: z.looseObject({ data: z.string(), button_text: words }),
  story: z.looseObject({ id: z.int(), chat: z.unknown().optional() }),
  usersShared: z.looseObject({
    users: z
      .array(
        z.looseObject({
          user_id: id,
          username: lenient(z.string()),
          first_name: lenient(z.string()),
          last_name: lenient(z.string()),
        }),
      )
      .min(1),
  }),
  chatShared: z.looseObject({ chat_id: id, title: lenient(z.string()), username: lenient(z.string().min(1)) }),
  giveaway: z.looseObject({ chats: z.array(z.unknown()).catch([]), prize_description: words, winner_count: z.int() }),
  giveawayWinners: z.looseObject({
    chat: z.unknown().optional(),
    winners: z.array(person.catch({})).catch([]),
    prize_description: words,
    winner_count: z.int(),
  }),
};
