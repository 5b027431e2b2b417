import { z } from 'zod';

/** A name that people read. */
export const nameField = z.string().trim().min(1).max(200);

/** ISO 8601 in UTC. */
export const timeShape = z.iso.datetime();
