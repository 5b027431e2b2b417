import { useServices } from '../../app/services';
import type { Permission, Role, User } from '../../app/types';
import { useForm } from '../../ui/form';
import { PasswordInput, TextInput } from '../../ui/inputs';
import { changedFields } from '../parts/changed-fields';
import { Editor } from '../parts/editor';
import { useLeaveSaved } from '../parts/leave-saved';
import { Page } from '../parts/page';
import { Picker } from '../parts/picker';
import { sentTo } from '../parts/refusals';
import { adminPath } from '../places';
import { adminWords } from '../words';
import { UserPowers } from './user-powers';
import { userWords } from './words';

const permissions = ['CanManageChats', 'Administrator'] as const satisfies readonly Permission[];

export function UserForm({ user, roles }: { user: User | null; roles: Role[] }) {
  const { api, session } = useServices();
  const w = userWords();
  const { sections } = adminWords();
  const listPath = adminPath('users');
  const leaveSaved = useLeaveSaved(listPath);
  const initial = {
    login: user?.login ?? '',
    name: user?.name ?? '',
    password: '',
    permissions: (user?.permissions ?? []) as string[],
    roleIds: user?.roleIds ?? [],
  };
  const form = useForm({
    initial,
    send: (values) =>
      sentTo({ name_taken: 'login', no_password: 'password' }, async () => {
        if (user === null) return api.post('/api/users', values);
        await api.patch(`/api/users/${encodeURIComponent(user.id)}`, changedFields(initial, values));
        // One's own name and permissions show at once.
        await session.refresh(api);
      }),
    onSent: (_, { name }) => leaveSaved(name, user === null),
  });
  const values = form.values.value;
  const title = user === null ? w.newTitle : user.name;
  const password = {
    required: user === null,
    autocomplete: 'new-password',
    value: values.password,
    error: form.errorOf('password'),
    onChange: (value: string) => form.set('password', value),
  } as const;
  return (
    <Page title={title} back={{ path: listPath, label: sections.users }}>
      <Editor form={form} label={title} listPath={listPath}>
        <TextInput
          label={w.login}
          hint={user === null ? w.loginHint : undefined}
          required={user === null}
          readOnly={user !== null}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={values.login}
          error={form.errorOf('login')}
          onChange={(value) => form.set('login', value)}
        />
        <TextInput
          label={w.name}
          hint={w.nameHint}
          required
          autocomplete="off"
          value={values.name}
          error={form.errorOf('name')}
          onChange={(value) => form.set('name', value)}
        />
        {user === null ? (
          <PasswordInput label={w.password} hint={w.passwordHint} {...password} />
        ) : (
          <PasswordInput label={w.newPassword} hint={w.newPasswordHint} {...password} />
        )}
        <Picker
          label={w.permissions}
          options={permissions.map((id) => ({ id, label: w.permission[id] }))}
          chosen={values.permissions}
          error={form.errorOf('permissions')}
          onChange={(chosen) => form.set('permissions', chosen)}
        />
        <Picker
          label={w.roles}
          {...(roles.length === 0 ? { hint: w.noRoles } : {})}
          options={roles.map(({ id, name }) => ({ id, label: name }))}
          chosen={values.roleIds}
          error={form.errorOf('roleIds')}
          onChange={(chosen) => form.set('roleIds', chosen)}
        />
      </Editor>
      {user !== null && <UserPowers user={user} />}
    </Page>
  );
}
