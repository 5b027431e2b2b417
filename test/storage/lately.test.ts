import { lately } from '../../storage/lately';

const ms = 2_000;

describe('a value as of a moment ago', () => {
  let value: string;
  let looks: number;
  let isAway: boolean;

  const look = async () => {
    looks += 1;
    if (isAway) throw new Error('the store is away');
    return value;
  };

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick'] });
    [value, looks, isAway] = ['old', 0, false];
  });
  afterEach(() => jest.useRealTimers());

  it('is looked at once by all who ask, until it is old', async () => {
    const seen = lately(look, ms);
    expect(await Promise.all([seen.get(), seen.get(), seen.get()])).toEqual(['old', 'old', 'old']);
    value = 'new';
    expect([await seen.get(), looks]).toEqual(['old', 1]);
    jest.advanceTimersByTime(ms);
    expect([await seen.get(), looks]).toEqual(['new', 2]);
  });

  it('is known without a look until it is old or being changed', async () => {
    const seen = lately(look, ms);
    expect(seen.seen()).toBeNull();
    await seen.get();
    expect([seen.seen(), looks]).toMatchObject([{ value: 'old' }, 1]);
    seen.changing();
    expect(seen.seen()).toBeNull();
    jest.advanceTimersByTime(ms);
    await seen.get();
    expect(seen.seen()).toMatchObject({ value: 'old' });
    jest.advanceTimersByTime(ms);
    expect(seen.seen()).toBeNull();
  });

  it('is looked at anew by everyone while it is being changed', async () => {
    const seen = lately(look, ms);
    await seen.get();
    seen.changing();
    expect(await seen.get()).toBe('old');
    value = 'new';
    expect(await seen.get()).toBe('new');
  });

  it('does not remember what was seen before a change began', async () => {
    const seen = lately(look, ms);
    const begun = seen.get();
    seen.changing();
    await begun;
    value = 'new';
    jest.advanceTimersByTime(ms);
    expect(await seen.get()).toBe('new');
  });

  it('holds as it was seen last while nobody can look, and is an error when nobody ever could', async () => {
    const seen = lately(look, ms);
    await seen.get();
    isAway = true;
    jest.advanceTimersByTime(ms);
    expect(await seen.get()).toBe('old');
    await expect(lately(look, ms).get()).rejects.toThrow('the store is away');
  });
});
