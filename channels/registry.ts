import type { Provider } from './contract';
import { createTelegramProvider } from './telegram/provider';
import { createWebchatProvider } from './webchat/provider';
import { createWhatsAppProvider } from './whatsapp/provider';

/** What providers need to know of the installation's configuration. */
export interface ProviderConfig {
  telegramApiRoot: string;
  twilioApiRoot: string;
}

/** Every provider there is, a line each (domain 10). */
export function createProviders({ telegramApiRoot, twilioApiRoot }: ProviderConfig): Provider[] {
  return [
    createTelegramProvider({ apiRoot: telegramApiRoot }),
    createWhatsAppProvider({ apiRoot: twilioApiRoot }),
    createWebchatProvider(),
  ];
}

export function findProvider(providers: Provider[], code: string): Provider | undefined {
  return providers.find((provider) => provider.code === code);
}
