import { z } from 'zod';
import { permissions } from '../../domain/user';
import { timeShape } from './common';

export const passwordField = z.string().min(8).max(200);

export const userShape = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    permissions: z.array(z.enum(permissions)),
    roleIds: z.array(z.string()),
  })
  .meta({ id: 'User' });

export const sessionShape = z
  .object({
    id: z.string(),
    ip: z.string().meta({ description: 'The address that it was opened from.' }),
    isThis: z.boolean().meta({ description: 'The one that asks.' }),
    createdAt: timeShape,
    usedAt: timeShape.meta({ description: 'Its last use, to the minute.' }),
    expiresAt: timeShape,
  })
  .meta({ id: 'Session' });

export const roleShape = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Role' });
