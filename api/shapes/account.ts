import { z } from 'zod';
import { permissions } from '../../domain/user';

export const userShape = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    permissions: z.array(z.enum(permissions)),
    roleIds: z.array(z.string()),
  })
  .meta({ id: 'User' });

export const roleShape = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Role' });
