import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackWithPip } from '../../launch/pip-package';

describe('fetching with pip', () => {
  let folder: string;
  const pinned = { name: 'something', version: '1.0', sha256: ['00'] };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-pip-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function pip(body: string): string[][] {
    const path = join(folder, 'fake-pip');
    writeFileSync(path, `#!/bin/sh\n[ "$1" = --version ] && exit 0\n${body}\n`);
    chmodSync(path, 0o755);
    return [['no-such-pip'], [path]];
  }

  it('says that pip is missing', async () => {
    const attempt = unpackWithPip({ package: pinned, folder, commands: [['no-such-pip'], ['nor-this-one']] });
    await expect(attempt).rejects.toThrow('pip is not installed');
  });

  it('gives up a pip that gets nothing', async () => {
    const limits = { answerSeconds: 5, stallMs: 200 };
    const attempt = unpackWithPip({ package: pinned, folder, commands: pip('exec sleep 60'), limits });
    await expect(attempt).rejects.toThrow('pip got nothing for 0.2 s');
  });

  it('passes on what pip complains about', async () => {
    const commands = pip('echo "ERROR: No matching distribution found" >&2; exit 1');
    const attempt = unpackWithPip({ package: pinned, folder, commands });
    await expect(attempt).rejects.toThrow('pip failed (No matching distribution found)');
  });
});
