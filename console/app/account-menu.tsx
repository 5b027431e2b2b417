import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/button';
import { Menu } from '../ui/menu';
import { theme, themes } from '../ui/theme';
import { language, languages } from '../words/language';
import { languageNames, words } from '../words/words';
import styles from './account-menu.module.css';
import { useServices } from './services';
import type { User } from './types';

/** Who is signed in, how he wants the console, and the way out. */
export function AccountMenu({
  user,
  onPassword,
  onShortcuts,
}: {
  user: User;
  onPassword: () => void;
  onShortcuts: () => void;
}) {
  const { api, session, toasts } = useServices();
  const { account } = words();

  async function signOut(): Promise<void> {
    try {
      await session.signOut(api);
    } catch {
      toasts.show({ tone: 'error', text: words().account.signOutUnsure });
    }
  }

  return (
    <Menu
      label={account.menu(user.name)}
      align="end"
      control={(props) => (
        <IconButton {...props} label={account.menu(user.name)} aria-haspopup="menu">
          <Avatar name={user.name} size={30} />
        </IconButton>
      )}
      head={
        <div class={styles.head}>
          <strong>{user.name}</strong>
          <span>{user.login}</span>
        </div>
      }
      groups={[
        {
          label: account.language,
          items: languages.map((one) => ({
            label: languageNames[one],
            chosen: language.value === one,
            run: () => {
              language.value = one;
            },
          })),
        },
        {
          label: account.theme,
          items: themes.map((one) => ({
            label: account.themes[one],
            chosen: theme.value === one,
            run: () => {
              theme.value = one;
            },
          })),
        },
        {
          items: [
            { label: account.password, run: onPassword },
            { label: account.shortcuts, run: onShortcuts },
            { label: account.signOut, run: () => void signOut() },
          ],
        },
      ]}
    />
  );
}
