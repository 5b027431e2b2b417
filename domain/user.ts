export const permissions = ['CanManageChats', 'Administrator'] as const;
export type Permission = (typeof permissions)[number];

/** An account. `Administrator` includes `CanManageChats` (domain 1.12). */
export interface User {
  id: string;
  login: string;
  name: string;
  permissions: Permission[];
  roleIds: string[];
}

export interface Role {
  id: string;
  name: string;
}

export function may(user: Pick<User, 'permissions'>, permission: Permission): boolean {
  return user.permissions.includes(permission) || user.permissions.includes('Administrator');
}
