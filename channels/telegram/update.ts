import { z } from 'zod';

/**
 * The parts of an update that Parley reads, of types that grow with every version of the Bot API: whatever else is there
 * is let through, and a part of another form than this counts as missing, so that no message is lost to one odd field.
 */

/** A part that may be missing, or spoilt, which is the same to us. */
function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const id = z.int();
/** What a Date can hold. */
const unixSeconds = z.int().positive().max(8_640_000_000_000);
const person = z.looseObject({
  id: lenient(id),
  is_bot: lenient(z.boolean()),
  first_name: lenient(z.string()),
  last_name: lenient(z.string()),
  language_code: lenient(z.string()),
});

export const telegramMessage = z.looseObject({
  message_id: lenient(id),
  date: lenient(unixSeconds),
  edit_date: lenient(unixSeconds),
  chat: lenient(z.looseObject({ id: lenient(id), type: lenient(z.string()) })),
  from: lenient(person),
  reply_to_message: lenient(z.looseObject({ message_id: id })),
  caption: lenient(z.string()),
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

const place = z.looseObject({ latitude: z.number(), longitude: z.number() });

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
  }),
};
