import type { Provider } from './contract';
import type { FacebookApp } from './facebook/app';
import type { PageLogin } from './facebook/page-login';
import { createFacebookProvider, type FacebookProvider } from './facebook/provider';
import { createTelegramProvider } from './telegram/provider';
import { createWebchatProvider } from './webchat/provider';
import { createWhatsAppProvider } from './whatsapp/provider';

/** What providers need to know of the installation's configuration. */
export interface ProviderConfig {
  telegramApiRoot: string;
  twilioApiRoot: string;
  facebook: FacebookApp;
}

/** Every provider there is, a line each (domain 10). */
export function createProviders({ telegramApiRoot, twilioApiRoot, facebook }: ProviderConfig): Provider[] {
  return [
    createTelegramProvider({ apiRoot: telegramApiRoot }),
    createWhatsAppProvider({ apiRoot: twilioApiRoot }),
    createFacebookProvider(facebook),
    createWebchatProvider(),
  ];
}

export function findProvider(providers: Provider[], code: string): Provider | undefined {
  return providers.find((provider) => provider.code === code);
}

/** The page login, where Facebook is among the providers. */
export function findPageLogin(providers: Provider[]): PageLogin | undefined {
  return providers.find((provider): provider is FacebookProvider => 'pageLogin' in provider)?.pageLogin;
}

export type { ManagedPage, PageLogin } from './facebook/page-login';
