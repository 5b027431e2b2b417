import type { Queue, Role, User } from '../../app/types';
import type { Pick } from '../parts/picker';
import { adminWords } from '../words';

type Member = Queue['operators'][number];

/** A member as one text: `user:…` or `role:…`. */
export function keyOf(member: Member): string {
  return 'userId' in member ? `user:${member.userId}` : `role:${member.roleId}`;
}

export function memberOf(key: string): Member {
  const id = key.slice(key.indexOf(':') + 1);
  return key.startsWith('user:') ? { userId: id } : { roleId: id };
}

/** Everybody who can be an operator, and who is one though he is no longer there. */
export function memberOptions({
  users,
  roles,
  chosen,
  roleWord,
}: {
  users: readonly User[];
  roles: readonly Role[];
  chosen: readonly string[];
  roleWord: string;
}): Pick[] {
  const known: Pick[] = [
    ...roles.map(({ id, name }) => ({ id: `role:${id}`, label: name, detail: roleWord })),
    ...users.map(({ id, name, login }) => ({ id: `user:${id}`, label: name, detail: login })),
  ];
  const gone = chosen.filter((key) => !known.some(({ id }) => id === key));
  return [...gone.map((id) => ({ id, label: adminWords().gone(id.slice(id.indexOf(':') + 1)) })), ...known];
}
