import { useEffect, useRef } from 'preact/hooks';
import { ApiError } from '../app/api-error';
import { sayProblem } from '../app/say-problem';
import { useServices } from '../app/services';
import { pageTitle } from '../app/title';
import { Button } from '../ui/button';
import { Form, useForm } from '../ui/form';
import { PasswordInput, Select, TextInput } from '../ui/inputs';
import { Notice } from '../ui/notice';
import { type Theme, theme, themes } from '../ui/theme';
import { language, languages } from '../words/language';
import { languageNames, words } from '../words/words';
import styles from './sign-in.module.css';

/** The address stays as it was: whoever signs in goes on where he was. */
export function SignIn({ why }: { why: 'asked' | 'expired' | null }) {
  const { api, session } = useServices();
  const { signIn } = words();
  const first = useRef<HTMLInputElement>(null);
  const form = useForm({
    initial: { login: '', password: '' },
    send: async (values) => {
      try {
        await session.signIn(api, values);
      } catch (error) {
        throw refusal(error);
      }
    },
  });
  const { login, password } = form.values.value;
  useEffect(() => {
    pageTitle.value = '';
    first.current?.focus();
  }, []);

  return (
    <main class={styles.page}>
      <div class={styles.card}>
        <h1>{signIn.title}</h1>
        {why === 'expired' && <Notice tone="info">{signIn.expired}</Notice>}
        <Form form={form} label={signIn.title}>
          <TextInput
            label={signIn.login}
            inputRef={first}
            name="login"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            value={login}
            error={form.errorOf('login')}
            onChange={(value) => form.set('login', value)}
          />
          <PasswordInput
            label={signIn.password}
            name="password"
            autocomplete="current-password"
            value={password}
            error={form.errorOf('password')}
            onChange={(value) => form.set('password', value)}
          />
          <Button type="submit" tone="primary" busy={form.isSending.value}>
            {form.isSending.value ? signIn.submitting : signIn.submit}
          </Button>
        </Form>
      </div>
      <Appearance />
    </main>
  );
}

/** Its code is another: here "unauthenticated" means the password, not the session. */
function refusal(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { signIn } = words();
  const { status, code, errors } = error;
  const detail =
    code === 'too_many_attempts' && error.retryAfterSeconds !== null
      ? signIn.tooMany(error.retryAfterSeconds)
      : sayProblem(error);
  return new ApiError({ status, code: 'signing_in', detail, errors: { ...errors } });
}

function Appearance() {
  const { account } = words();
  return (
    <div class={styles.appearance}>
      <Select
        label={account.language}
        hideLabel
        value={language.value}
        onChange={(chosen) => {
          language.value = chosen;
        }}
        choices={languages.map((one) => ({ value: one, label: languageNames[one] }))}
      />
      <Select<Theme>
        label={account.theme}
        hideLabel
        value={theme.value}
        onChange={(chosen) => {
          theme.value = chosen;
        }}
        choices={themes.map((one) => ({ value: one, label: account.themes[one] }))}
      />
    </div>
  );
}
