import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { ApiClient } from '../api-client';
import type { Parley } from '../parley';

export interface Credentials {
  login: string;
  password: string;
}

/** The sign-in page as people of either language see it. */
export const signInWords = {
  en: { login: 'Login', password: 'Password', submit: 'Sign in' },
  ru: { login: 'Логин', password: 'Пароль', submit: 'Войти' },
} as const;

/** Goes to a place in the console as somebody who has signed in before: for tests that are about something else than that. */
export async function openSignedIn(page: Page, base: string, account: Credentials, path = ''): Promise<void> {
  const { token } = await new ApiClient(base).login(account.login, account.password);
  await page.context().addInitScript(
    ({ origin, token }) => {
      // Once: who signs out, or whose session ends, stays signed out when the page is loaded again.
      if (location.origin !== origin || localStorage.getItem('was-signed-in') !== null) return;
      localStorage.setItem('was-signed-in', 'yes');
      localStorage.setItem('parley.token', token ?? '');
    },
    { origin: new URL(base).origin, token },
  );
  await page.goto(`${base}/console${path}`);
}

/** Goes to a place in the console and signs in there. */
export async function signIn(
  page: Page,
  base: string,
  { login, password }: Credentials,
  { path = '', language = 'en' }: { path?: string; language?: keyof typeof signInWords } = {},
): Promise<void> {
  await page.goto(`${base}/console${path}`);
  await fillSignIn(page, { login, password }, language);
}

/** Fills in the sign-in page that is shown, and sends it. */
export async function fillSignIn(
  page: Page,
  { login, password }: Credentials,
  language: keyof typeof signInWords = 'en',
): Promise<void> {
  const words = signInWords[language];
  await page.getByLabel(words.login, { exact: true }).fill(login);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.submit, exact: true }).click();
}

export function statusSwitch(page: Page): Locator {
  return page.getByRole('switch', { name: /^(Status|Статус):/ });
}

/** An account that can sign in at the page; `user` is the same person at the HTTP interface. */
export async function createAccount(
  { admin, anonymous }: Pick<Parley, 'admin' | 'anonymous'>,
  { name, permissions = [] }: { name: string; permissions?: string[] },
): Promise<Credentials & { user: ApiClient }> {
  const login = `user-${randomUUID().slice(0, 8)}`;
  const password = 'password-of-a-page';
  await admin.ok('POST', '/api/users', { login, name, password, permissions, roleIds: [] });
  return { login, password, user: await anonymous.login(login, password) };
}
