import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LockHeld, takeLock } from '../../launch/exclusive-lock';
import { identify } from '../../launch/process-identity';

describe('the lock of a data folder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-lock-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function heldBy(holder: object): void {
    writeFileSync(join(folder, '7'), JSON.stringify(holder));
  }

  it('tells a second copy who has it', () => {
    takeLock(folder);
    expect(() => takeLock(folder)).toThrow(new LockHeld(identify(process.pid)));
  });

  it('can be taken again once it is released', () => {
    takeLock(folder).release();
    takeLock(folder).release();
    expect(() => takeLock(folder)).not.toThrow();
  });

  it('is taken over from a process that has died', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    heldBy(identify(child.pid ?? 0));
    expect(() => takeLock(folder)).toThrow(LockHeld);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(() => takeLock(folder)).not.toThrow();
  });

  it('is taken over when the id of its dead holder belongs to another process now', () => {
    heldBy({ pid: process.pid, startedAt: 'another day' });
    expect(() => takeLock(folder)).not.toThrow();
  });

  it('leaves one file behind, however often it changes hands', () => {
    for (let turn = 0; turn < 5; turn++) takeLock(folder).release();
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
