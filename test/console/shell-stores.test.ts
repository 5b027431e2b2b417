import { ApiError } from '../../console/app/api-error';
import { createPagedList } from '../../console/app/paged-list';
import { createRouter, matchPath } from '../../console/app/router';
import { createShortcuts } from '../../console/app/shortcuts';
import type { Page } from '../../console/app/types';
import { createForm } from '../../console/ui/form-store';

function refusal(errors: Record<string, string>): ApiError {
  return new ApiError({ status: 400, code: 'invalid_request', detail: 'no', errors });
}

describe('a form', () => {
  const initial = { name: '', operators: [] as string[], token: '' };

  test('shows each error of the API at its field until the field is changed, and the others for the whole', async () => {
    const form = createForm({
      initial,
      send: async () => {
        throw refusal({ name: 'must not be empty', 'operators.0.userId': 'is not known', color: 'is not known here' });
      },
    });
    expect(await form.submit()).toBe(false);
    expect(form.errorOf('name')).toBe('must not be empty');
    expect(form.errorOf('operators')).toBe('is not known');
    expect(form.problem.value).toBe('color: is not known here');
    form.set('name', 'Support');
    expect(form.errorOf('name')).toBeNull();
    expect(form.errorOf('operators')).toBe('is not known');
  });

  test('puts errors of nested paths where the form says', async () => {
    const form = createForm({
      initial,
      fieldOf: (path) => (path === 'settings.token' ? 'token' : null),
      send: async () => {
        throw refusal({ 'settings.token': 'must not be empty' });
      },
    });
    await form.submit();
    expect([form.errorOf('token'), form.problem.value]).toEqual(['must not be empty', null]);
  });

  test('keeps apart what is wrong with the parts of a field', async () => {
    const form = createForm({
      initial: { name: '', settings: {} as Record<string, unknown> },
      send: async () => {
        throw refusal({ 'settings.token': 'is no token', 'settings.origins.1': 'is no address' });
      },
    });
    await form.submit();
    expect(form.errorAt('settings.origins.1')).toBe('is no address');
    form.setPart('settings', 'origins', ['https://shop.example']);
    expect([form.errorAt('settings.origins.1'), form.errorAt('settings.token')]).toEqual([null, 'is no token']);
    form.setPart('settings', 'token', '1:a');
    expect([form.errorOf('settings'), form.values.value.settings]).toEqual([
      null,
      { origins: ['https://shop.example'], token: '1:a' },
    ]);
  });

  test('keeps what was typed when it fails, and is sent once however often it is pressed', async () => {
    let fail = (): void => {};
    const sent: unknown[] = [];
    const form = createForm({
      initial,
      send: (values) => {
        sent.push(values);
        return new Promise((_, reject) => {
          fail = () => reject(ApiError.unreachable(null));
        });
      },
    });
    form.set('name', 'Support');
    const first = form.submit();
    expect(await form.submit()).toBe(false);
    fail();
    expect(await first).toBe(false);
    expect(sent).toHaveLength(1);
    expect(form.values.value.name).toBe('Support');
    expect([form.isChanged.value, form.isSending.value]).toEqual([true, false]);
    expect(form.problem.value).toMatch(/cannot be reached/);
  });
});

describe('a list in pages', () => {
  test('goes on after the last page, and begins anew when asked to, whatever was under way', async () => {
    const waiting: Array<{ cursor: string | null; answer: (page: Page<string>) => void }> = [];
    const list = createPagedList<string>(({ cursor }) => new Promise((answer) => waiting.push({ cursor, answer })));
    const first = list.reload();
    waiting[0]?.answer({ items: ['a'], nextCursor: '1' });
    await first;
    const late = list.loadMore();
    const anew = list.reload();
    waiting[2]?.answer({ items: ['A'], nextCursor: null });
    waiting[1]?.answer({ items: ['b'], nextCursor: '2' });
    await Promise.all([late, anew]);
    expect(waiting.map(({ cursor }) => cursor)).toEqual([null, '1', null]);
    expect([list.items.value, list.hasMore.value, list.isLoading.value]).toEqual([['A'], false, false]);
  });

  test('keeps what it has when the next page fails, and tries that page again', async () => {
    let isAway = false;
    const list = createPagedList<string>(async ({ cursor }) => {
      if (isAway) throw ApiError.unreachable(null);
      return cursor === null ? { items: ['a'], nextCursor: '1' } : { items: ['b'], nextCursor: null };
    });
    await list.reload();
    isAway = true;
    await list.loadMore();
    expect([list.items.value, list.error.value?.code]).toEqual([['a'], 'unreachable']);
    isAway = false;
    await list.loadMore();
    expect([list.items.value, list.error.value]).toEqual([['a', 'b'], null]);
  });
});

describe('the router', () => {
  function browserAt(address: string) {
    const listeners: Array<() => void> = [];
    const location = { pathname: '', search: '' };
    const show = (to: string) => {
      const { pathname, search } = new URL(to, 'http://parley.test');
      Object.assign(location, { pathname, search });
    };
    show(address);
    const change = (_data: unknown, _unused: string, to?: string | URL | null) => show(String(to));
    const router = createRouter({
      location,
      history: { pushState: change, replaceState: change },
      addEventListener: (_type, listener) => listeners.push(listener),
    });
    const back = (to: string) => {
      show(to);
      for (const listener of listeners) listener();
    };
    return { router, location, back };
  }

  test('follows links and the browser’s own buttons', () => {
    const { router, location, back } = browserAt('/console/inbox/');
    expect(router.place.value.path).toBe('/inbox');
    router.go('/chats?q=a%20b');
    expect(location).toEqual({ pathname: '/console/chats', search: '?q=a%20b' });
    expect([router.place.value.path, router.place.value.query.get('q')]).toEqual(['/chats', 'a b']);
    back('/console');
    expect(router.place.value.path).toBe('/');
  });

  test('stays where something unsaved would be lost', () => {
    const { router, location } = browserAt('/console/inbox');
    const leave = router.guard(() => false);
    router.go('/chats');
    expect(location.pathname).toBe('/console/inbox');
    leave();
    router.go('/chats');
    expect(location.pathname).toBe('/console/chats');
  });

  test('stays there too when the browser’s own buttons are pressed, and tells where they led', () => {
    const { router, location, back } = browserAt('/console/inbox');
    router.go('/chats?q=a');
    const asked: string[] = [];
    const leave = router.guard((to) => {
      asked.push(to);
      return false;
    });
    back('/console/inbox');
    expect([asked, router.place.value.path, location]).toEqual([
      ['/inbox'],
      '/chats',
      { pathname: '/console/chats', search: '?q=a' },
    ]);
    leave();
    back('/console/inbox');
    expect(router.place.value.path).toBe('/inbox');
  });

  test.each([
    ['/inbox/:chatId', '/inbox/4%2F7', { chatId: '4/7' }],
    ['/inbox/:chatId', '/inbox', null],
    ['/inbox/:chatId', '/inbox/4/more', null],
    ['/administration/*', '/administration/queues/new', {}],
    ['/administration/:section/*', '/administration/queues/new', { section: 'queues' }],
    ['/inbox', '/chats', null],
  ])('%s takes %s as %j', (pattern, path, values) => {
    expect(matchPath(pattern, path)).toEqual(values);
  });
});

describe('shortcuts', () => {
  const key = (name: string, more: object = {}) => ({
    ...{ key: name, code: /^[a-z]$/i.test(name) ? `Key${name.toUpperCase()}` : '' },
    ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null },
    ...more,
  });
  const field = { target: { tagName: 'TEXTAREA' } as unknown as EventTarget };

  function shortcutsFor(...keys: Array<string | { keys: string; inFields?: boolean; within?: string }>) {
    let nowMs = 0;
    const done: string[] = [];
    const shortcuts = createShortcuts(() => nowMs);
    shortcuts.add(
      keys.map((one) => {
        const given = typeof one === 'string' ? { keys: one } : one;
        return { ...given, label: () => '', group: () => '', run: () => done.push(given.keys) };
      }),
    );
    return { shortcuts, done, wait: (ms: number) => (nowMs += ms) };
  }

  test('work one after the other, if it is soon', () => {
    const { shortcuts, done, wait } = shortcutsFor('g i', 'i');
    shortcuts.press(key('g'));
    shortcuts.press(key('i'));
    shortcuts.press(key('g'));
    wait(5_000);
    shortcuts.press(key('i'));
    expect(done).toEqual(['g i', 'i']);
  });

  test('work in a Russian layout, and by sign where a sign is meant', () => {
    const { shortcuts, done } = shortcutsFor('g i', '?', 'alt+1');
    shortcuts.press(key('п', { code: 'KeyG' }));
    shortcuts.press(key('ш', { code: 'KeyI' }));
    shortcuts.press(key('?', { code: 'Digit7', shiftKey: true }));
    shortcuts.press(key('¡', { code: 'Digit1', altKey: true }));
    expect(done).toEqual(['g i', '?', 'alt+1']);
  });

  test('leave alone what is being typed, but for those that are meant for it', () => {
    const { shortcuts, done } = shortcutsFor('j', { keys: 'mod+Enter', inFields: true });
    expect(shortcuts.press(key('j', field))).toBe(false);
    expect(shortcuts.press(key('Enter', { ...field, ctrlKey: true }))).toBe(true);
    expect(done).toEqual(['mod+Enter']);
  });

  test('of a place do nothing while something else has the focus', () => {
    const { shortcuts, done } = shortcutsFor({ keys: 'a', within: '#list' });
    const inPlace = (selector: string) => ({ closest: (asked: string) => (asked === selector ? {} : null) });
    for (const target of [null, inPlace('#elsewhere')]) expect(shortcuts.press(key('a', { target }))).toBe(false);
    expect(shortcuts.press(key('a', { target: inPlace('#list') }))).toBe(true);
    expect(done).toEqual(['a']);
  });
});
