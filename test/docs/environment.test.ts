import { readFileSync } from 'node:fs';

const read = (path: string) => readFileSync(path, 'utf8');
const variables = [...read('config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => String(name));

test('the table of the environment names each variable that is read, and no other', () => {
  const [, table = ''] = /## Environment\n([\s\S]*?)\n\nBeside these/.exec(read('docs/operations.md')) ?? [];
  const told = [...table.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => String(name));
  expect(variables.length).toBeGreaterThan(15);
  expect([...told].sort()).toEqual([...variables].sort());
});

test('compose passes on what differs from one installation to the next', () => {
  const passed = new Map(
    [...read('docker-compose.yml').matchAll(/^ {4,6}([A-Z_]+): (.*)$/gm)].map(([, n, v]) => [n, v]),
  );
  const own = ['FACEBOOK_APP_ID', 'FACEBOOK_APP_SECRET', 'FACEBOOK_VERIFY_TOKEN', 'TRUSTED_PROXIES'];
  for (const name of own) expect([name, passed.get(name)]).toEqual([name, `\${${name}:-}`]);
});
