import { soon } from '../../api/http/soon';

const source = (seen: { value: string } | null, get: () => Promise<string>) => ({ seen: () => seen, get });
const hangs = () => new Promise<never>(() => undefined);

describe('what pages depend on', () => {
  test.each<[string, () => Promise<string>]>([
    ['takes too long', hangs],
    ['fails', () => Promise.reject(new Error('MongoDB is away'))],
  ])('is what was seen last when a look %s, whoever had looked', async (_how, get) => {
    let now = source({ value: '/0' }, get);
    const siteRoot = soon({ seen: () => now.seen(), get: () => now.get() }, '');
    expect(await siteRoot()).toBe('/0');
    now = source(null, get);
    expect(await siteRoot()).toBe('/0');
  });

  test('is the first value before anything was seen, and what a look tells once it does', async () => {
    let look: () => Promise<string> = hangs;
    const siteRoot = soon({ seen: () => null, get: () => look() }, 'none yet');
    expect(await siteRoot()).toBe('none yet');
    look = async () => '/0';
    expect(await siteRoot()).toBe('/0');
  });
});
