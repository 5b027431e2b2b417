import { createProviders, findPageLogin, findProvider } from '../../channels/registry';
import { readConfig } from '../../config';

describe('the registry', () => {
  const providers = createProviders(readConfig({}));

  it('has every provider once', () => {
    expect(providers.map(({ code }) => code)).toEqual(['telegram', 'whatsapp', 'facebook', 'webchat']);
  });

  it('finds a provider by its code, and none by another', () => {
    expect(findProvider(providers, 'webchat')?.title).toBe('Web chat');
    expect(findProvider(providers, 'fax')).toBeUndefined();
  });

  it('finds the page login with Facebook, which says what is missing while no app is set up', () => {
    expect(findPageLogin(providers)?.missing()).toContain('FACEBOOK_APP_ID');
    expect(findPageLogin([])).toBeUndefined();
  });
});
