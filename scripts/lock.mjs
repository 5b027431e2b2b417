import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const LOOK_AGAIN_MS = 200;

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function claim(path, content) {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, content);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Moves a dead holder's lock aside; puts it back when it turns out that someone has followed him meanwhile. */
function removeStale(path, content) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = readIfThere(aside);
  if (moved !== undefined && moved !== content) claim(path, moved);
  rmSync(aside, { force: true });
}

/** Runs `work` while no other process does so for that name and folder. The file is outside of the folders that npm and the build replace. */
export function withLock({ name, folder, waiting }, work) {
  const key = createHash('sha256').update(`${userInfo().uid}\0${folder}`).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `parley-${name}-${key}.lock`);
  const mine = `${process.pid} ${randomUUID()}`;
  let told = false;
  while (!claim(path, mine)) {
    const holder = readIfThere(path);
    if (holder === undefined) continue;
    if (!isAlive(Number.parseInt(holder, 10))) {
      removeStale(path, holder);
      continue;
    }
    if (!told) console.log(`${waiting} (process ${Number.parseInt(holder, 10)})`);
    told = true;
    pause(LOOK_AGAIN_MS);
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    work();
  } finally {
    process.off('exit', release);
    release();
  }
}
