import { createProviders, findProvider } from '../../channels/registry';

describe('the registry', () => {
  const providers = createProviders({ telegramApiRoot: 'http://127.0.0.1:9' });

  it('has every provider once', () => {
    expect(providers.map(({ code }) => code)).toEqual(['telegram', 'webchat']);
  });

  it('finds a provider by its code, and none by another', () => {
    expect(findProvider(providers, 'webchat')?.title).toBe('Web chat');
    expect(findProvider(providers, 'fax')).toBeUndefined();
  });
});
