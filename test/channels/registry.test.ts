import { createProviders, findProvider } from '../../channels/registry';
import { readConfig } from '../../config';

describe('the registry', () => {
  const providers = createProviders(readConfig({}));

  it('has every provider once', () => {
    const codes = providers.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['telegram', 'webchat']));
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('finds a provider by its code, and none by another', () => {
    expect(findProvider(providers, 'webchat')?.title).toBe('Web chat');
    expect(findProvider(providers, 'fax')).toBeUndefined();
  });
});
