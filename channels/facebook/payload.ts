import { z } from 'zod';

/**
 * The parts of a webhook's entry that Parley reads. Facebook adds fields without notice: whatever else is there is let
 * through, and a part of another form than this counts as missing, so that no message is lost to one odd field.
 */

/** A part that may be missing, or spoilt, which is the same to us. */
function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

/** Texts by its documents; older examples have numbers. */
const id = z
  .union([z.string().min(1), z.int().nonnegative()])
  .transform(String)
  .optional()
  .catch(undefined);

const latestMs = 8_640_000_000_000_000;
/** Below this, a number counts seconds: as milliseconds it would be a day of 1973. */
const secondsBelow = 100_000_000_000;

/** Milliseconds; some events have seconds, or either as text. */
const moment = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .transform((value) => Math.trunc(value < secondsBelow ? value * 1000 : value))
  .refine((value) => value > 0 && value <= latestMs)
  .transform((value) => new Date(value))
  .optional()
  .catch(undefined);

const party = lenient(z.looseObject({ id }));

const attachment = z.looseObject({
  type: z.string().catch(''),
  payload: lenient(
    z.looseObject({
      url: lenient(z.string().min(1)),
      title: lenient(z.string()),
      name: lenient(z.string()),
      sticker_id: lenient(z.union([z.string(), z.number()]).transform(String)),
      coordinates: lenient(z.looseObject({ lat: z.number(), long: z.number() })),
    }),
  ),
  title: lenient(z.string()),
  url: lenient(z.string()),
});
export type FacebookAttachment = z.infer<typeof attachment>;

export const facebookMessage = z.looseObject({
  mid: id,
  text: lenient(z.string()),
  attachments: lenient(z.array(attachment)),
  reply_to: lenient(z.looseObject({ mid: id })),
  is_echo: lenient(z.boolean()),
  is_unsupported: lenient(z.boolean()),
  app_id: id,
  metadata: lenient(z.string()),
  referral: z.unknown().optional(),
});
export type FacebookMessage = z.infer<typeof facebookMessage>;

const handedOver = lenient(z.looseObject({ new_owner_app_id: id, previous_owner_app_id: id }));

const messagingItem = z.looseObject({
  sender: party,
  recipient: party,
  timestamp: moment,
  message: z.unknown().optional(),
  message_edit: lenient(
    z.looseObject({ mid: id, text: lenient(z.string()), num_edit: lenient(z.int().nonnegative()) }),
  ),
  postback: lenient(
    z.looseObject({
      mid: id,
      title: lenient(z.string()),
      payload: lenient(z.string()),
      referral: z.unknown().optional(),
    }),
  ),
  referral: lenient(z.looseObject({})),
  optin: lenient(z.looseObject({ ref: lenient(z.string()), title: lenient(z.string()) })),
  reaction: lenient(
    z.looseObject({
      mid: id,
      action: lenient(z.string()),
      emoji: lenient(z.string().min(1)),
      reaction: lenient(z.string()),
    }),
  ),
  delivery: lenient(z.looseObject({ mids: lenient(z.array(z.string().min(1))), watermark: moment })),
  read: lenient(z.looseObject({ watermark: moment })),
  pass_thread_control: handedOver,
  take_thread_control: handedOver,
});
export type MessagingItem = z.infer<typeof messagingItem>;

const items = lenient(z.array(messagingItem.catch({})));

export const facebookEntry = z.looseObject({ id, time: moment, messaging: items, standby: items });

const events = lenient(z.array(z.unknown()));

/** What a webhook brings: entries of several pages, each of which is read apart. */
export const facebookDelivery = z.looseObject({
  object: z.string(),
  entry: z.array(z.looseObject({ id, messaging: events, standby: events }).catch({})),
});
export type FacebookEntries = z.infer<typeof facebookDelivery>['entry'];
