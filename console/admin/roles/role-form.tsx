import { useRef } from 'preact/hooks';
import { useServices } from '../../app/services';
import type { Role, User } from '../../app/types';
import { useForm } from '../../ui/form';
import { TextInput } from '../../ui/inputs';
import { Editor } from '../parts/editor';
import { useLeaveSaved } from '../parts/leave-saved';
import { Page } from '../parts/page';
import { Picker } from '../parts/picker';
import { sentTo, wrong } from '../parts/refusals';
import { adminPath } from '../places';
import { adminWords } from '../words';
import { roleWords } from './words';

export function RoleForm({ role, users }: { role: Role | null; users: User[] }) {
  const { api } = useServices();
  const w = roleWords();
  const { sections, list } = adminWords();
  const listPath = adminPath('roles');
  const leaveSaved = useLeaveSaved(listPath);
  /** A new role has been made by an attempt that failed at its members. */
  const made = useRef(role);
  /** Whom the API knows as members; it has no members of a role, but roles of a user. */
  const known = useRef(new Map(users.map((user) => [user.id, user.roleIds])));
  const members = users.filter(({ roleIds }) => role !== null && roleIds.includes(role.id)).map(({ id }) => id);

  async function saveMembers(roleId: string, wanted: string[]): Promise<void> {
    const failed: string[] = [];
    for (const { id, name } of users) {
      const roleIds = known.current.get(id) ?? [];
      if (roleIds.includes(roleId) === wanted.includes(id)) continue;
      const next = wanted.includes(id) ? [...roleIds, roleId] : roleIds.filter((one) => one !== roleId);
      try {
        const changed = await api.patch<User>(`/api/users/${encodeURIComponent(id)}`, { roleIds: next });
        known.current.set(id, changed.roleIds);
      } catch {
        failed.push(name);
      }
    }
    if (failed.length > 0) throw wrong({ members: roleWords().incomplete(failed.join(', ')) });
  }

  const form = useForm({
    initial: { name: role?.name ?? '', members },
    send: ({ name, members: wanted }) =>
      sentTo({ name_taken: 'name' }, async () => {
        if (made.current === null) made.current = await api.post<Role>('/api/roles', { name });
        else if (name !== made.current.name)
          made.current = await api.patch<Role>(`/api/roles/${encodeURIComponent(made.current.id)}`, { name });
        await saveMembers(made.current.id, wanted);
      }),
    onSent: (_, { name }) => leaveSaved(name, role === null),
  });
  const values = form.values.value;
  const title = role === null ? w.newTitle : role.name;
  return (
    <Page title={title} back={{ path: listPath, label: sections.roles }}>
      <Editor
        form={form}
        label={title}
        listPath={listPath}
        remove={
          role && {
            name: role.name,
            text: w.removeText,
            path: `/api/roles/${encodeURIComponent(role.id)}`,
          }
        }
      >
        <TextInput
          label={list.name}
          required
          value={values.name}
          error={form.errorOf('name')}
          onChange={(value) => form.set('name', value)}
        />
        <Picker
          label={w.members}
          options={users.map(({ id, name, login }) => ({ id, label: name, detail: login }))}
          chosen={values.members}
          error={form.errorOf('members')}
          onChange={(chosen) => form.set('members', chosen)}
        />
      </Editor>
    </Page>
  );
}
