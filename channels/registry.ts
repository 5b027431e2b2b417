import type { Config } from '../config';
import type { Provider } from './contract';
import { createTelegramProvider } from './telegram/provider';
import { createWebchatProvider } from './webchat/provider';

/** Every provider there is, a line each (domain 10). */
export function createProviders({ telegramApiRoot }: Pick<Config, 'telegramApiRoot'>): Provider[] {
  return [createTelegramProvider({ apiRoot: telegramApiRoot }), createWebchatProvider()];
}

export function findProvider(providers: Provider[], code: string): Provider | undefined {
  return providers.find((provider) => provider.code === code);
}
