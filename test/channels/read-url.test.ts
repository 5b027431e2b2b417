import { readUrl } from '../../channels/shared/read-url';

test('an address with letters beyond ASCII is one, however often it is read', () => {
  const hosts = Array.from({ length: 50_000 }, () => readUrl('https://bücher.example/ü')?.host ?? 'none');
  expect(new Set(hosts)).toEqual(new Set(['xn--bcher-kva.example']));
});

test('what is no address is none, and a path is one below another address', () => {
  expect([readUrl(''), readUrl('shop.example'), readUrl('/path')]).toEqual([null, null, null]);
  expect(readUrl('/path', new URL('https://shop.example/a'))?.href).toBe('https://shop.example/path');
});
