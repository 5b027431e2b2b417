import { z } from 'zod';
import type { Referral } from '../../domain/message-parts';

const words = z.string().min(1).optional().catch(undefined);
const id = z
  .union([z.string().min(1), z.int().nonnegative()])
  .transform(String)
  .optional()
  .catch(undefined);

const referral = z.looseObject({
  ref: words,
  source: words,
  type: words,
  ad_id: id,
  referer_uri: words,
  ads_context_data: z
    .looseObject({ ad_title: words, post_id: id, photo_url: words, video_url: words })
    .optional()
    .catch(undefined),
  product: z.looseObject({ id }).optional().catch(undefined),
});

/** By which advertisement, link, page or product the client came; null where nothing is told of it. */
export function referralOf(told: unknown): Referral | null {
  const read = referral.safeParse(told);
  if (!read.success) return null;
  const { ref, source, type, ad_id: adId, referer_uri: page, ads_context_data: ad, product } = read.data;
  const number = adId ?? product?.id ?? ad?.post_id ?? ref ?? null;
  const from = source ?? (product === undefined ? type : 'PRODUCT');
  if (number === null && from === undefined && page === undefined) return null;
  return {
    source: from ?? 'link',
    title: ad?.ad_title ?? null,
    url: page ?? ad?.video_url ?? ad?.photo_url ?? null,
    id: number,
    text: ref === undefined || ref === number ? null : ref,
  };
}
