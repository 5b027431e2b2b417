import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../storage/database';
import { openInstallation, WrongSecretsKey } from '../../storage/installation';
import { createCipher, UnreadableSecret } from '../../storage/secrets';
import { loadSecretsKey } from '../../storage/secrets-key';
import { testDatabaseUri } from '../api/api-under-test';

const freshKey = () => randomBytes(32).toString('base64');

describe('an installation', () => {
  let database: Connection;
  const key = freshKey();

  beforeAll(async () => {
    database = await connectDatabase(testDatabaseUri('installation'));
  });
  afterAll(async () => {
    await database.dropDatabase();
    await database.close();
  });

  it('has the same keys in processes that start together, and later', async () => {
    const together = await Promise.all([1, 2, 3, 4].map(() => openInstallation(database, key)));
    const later = await openInstallation(database, key);
    const hashes = [...together, later].map((one) => one.conversationHash('channel', 'client'));
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(together[0]?.verify('x', later.sign('x', 'value'))).toBe('value');
  });

  it('does not open with another key, and says what to do', async () => {
    await openInstallation(database, key);
    const opening = openInstallation(database, freshKey());
    await expect(opening).rejects.toThrow(WrongSecretsKey);
    await expect(opening).rejects.toThrow(/SECRETS_KEY/);
  });

  it('gives different clients and channels different hashes', async () => {
    const { conversationHash } = await openInstallation(database, key);
    const hashes = [conversationHash('a', 'bc'), conversationHash('ab', 'c'), conversationHash('a', 'bd')];
    expect(new Set(hashes).size).toBe(3);
  });

  it('reads back only what it signed, for its purpose and in its time', async () => {
    const { sign, verify } = await openInstallation(database, key);
    const token = sign('visitor', 'Zoë: 1.2', new Date(Date.now() + 60_000));
    expect(verify('visitor', token)).toBe('Zoë: 1.2');
    expect(verify('file', token)).toBeNull();
    expect(verify('visitor', sign('visitor', 'x', new Date(Date.now() - 1)))).toBeNull();
    for (const forged of ['', '.', 'a.b', `${token}x`, `x${token}`, `${token}.x`])
      expect(verify('visitor', forged)).toBeNull();
  });

  it('takes a token as it was given out and no other spelling of it', async () => {
    const { sign, verify } = await openInstallation(database, key);
    const token = sign('visitor', 'Zoë');
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/='];
    const changed = [...token].flatMap((letter, at) =>
      letters.filter((other) => other !== letter).map((other) => `${token.slice(0, at)}${other}${token.slice(at + 1)}`),
    );
    expect([...changed, `${token}=`].filter((other) => verify('visitor', other) !== null)).toEqual([]);
  });

  it('signs a file’s address so that it stays the same for a while', async () => {
    const { signFileUrl, verifyFileUrl } = await openInstallation(database, key);
    const url = signFileUrl('file-1');
    expect(signFileUrl('file-1')).toBe(url);
    const token = new URL(url, 'http://localhost').searchParams.get('token') ?? '';
    expect([verifyFileUrl('file-1', token), verifyFileUrl('file-2', token)]).toEqual([true, false]);
  });
});

describe('a sealed secret', () => {
  const cipher = createCipher(randomBytes(32));

  it('opens in its place and with its key only, and never looks the same twice', () => {
    const sealed = cipher.seal('sécret', 'channel-1:token');
    expect(sealed).not.toBe(cipher.seal('sécret', 'channel-1:token'));
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\./);
    expect(cipher.open(sealed, 'channel-1:token')).toBe('sécret');
    expect(() => cipher.open(sealed, 'channel-2:token')).toThrow(UnreadableSecret);
    expect(() => createCipher(randomBytes(32)).open(sealed, 'channel-1:token')).toThrow(UnreadableSecret);
  });

  it('does not open once it was changed', () => {
    const sealed = cipher.seal('secret', 'a:b');
    const flipped = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.slice(-1);
    for (const changed of [flipped, sealed.slice(0, -8), 'secret', '']) {
      expect(() => cipher.open(changed, 'a:b')).toThrow(UnreadableSecret);
    }
  });
});

describe('the key of the secrets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once for processes that start together, and for its owner’s eyes only', async () => {
    const dataDir = join(folder, 'data');
    const keys = await Promise.all([1, 2, 3, 4, 5].map(() => loadSecretsKey({ secretsKey: undefined, dataDir })));
    expect(new Set(keys).size).toBe(1);
    expect(Buffer.from(keys[0] ?? '', 'base64').length).toBe(32);
    expect(await readdir(dataDir)).toEqual(['secrets.key']);
    expect((await stat(join(dataDir, 'secrets.key'))).mode & 0o777).toBe(0o600);
  });

  it('comes from the environment when it is set there', async () => {
    const secretsKey = freshKey();
    expect(await loadSecretsKey({ secretsKey, dataDir: join(folder, 'none') })).toBe(secretsKey);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not made anew over a damaged one', async () => {
    await writeFile(join(folder, 'secrets.key'), 'damaged');
    await expect(loadSecretsKey({ secretsKey: undefined, dataDir: folder })).rejects.toThrow(/Restore it/);
  });
});
