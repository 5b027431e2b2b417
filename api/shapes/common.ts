import { z } from 'zod';

/** A name that people read. */
export const nameField = z.string().trim().min(1).max(200);

/** ISO 8601 in UTC. */
export const timeShape = z.iso.datetime();

/** Such as `en`, `de` or `pt-BR` (BCP 47). */
export const languageField = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en, de or pt-BR')
  .max(35);
