import { z } from 'zod';

export const referralShape = z
  .object({
    source: z
      .string()
      .meta({ description: 'In the messenger’s own word, such as `ad`, `post`, `ADS` or `SHORTLINK`.' }),
    title: z.string().nullable(),
    url: z.string().nullable(),
    id: z.string().nullable().meta({ description: 'Of the advertisement or post; of a link what its author gave it.' }),
    text: z.string().nullable().meta({ description: 'What the advertisement says, or what its author passed on.' }),
  })
  .meta({ id: 'Referral' });
