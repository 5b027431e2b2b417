import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A package of the registry brings a Chromium along, and unpacks it for whoever asks. It is an ES module, which Jest's sandbox doesn't load, so
 * another process asks. The libraries that a bare Linux lacks come with it, for the system that it takes for a Lambda.
 */
function fromPackage(): { path: string; env: Record<string, string> } {
  const script = `
    process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
    const { default: chromium } = await import('@sparticuz/chromium');
    const path = await chromium.executablePath();
    console.log(JSON.stringify({ path, env: { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH ?? '' } }));`;
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: __dirname, encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`No Chromium: set CHROMIUM_PATH, or install one. The packaged one failed:\n${done.stderr}`);
  return JSON.parse(done.stdout.trim().split('\n').at(-1) ?? '');
}

/** Where a Chromium is: the one that CHROMIUM_PATH names, one that is installed, or the one that comes with the packages. */
export function findChromium(): { path: string; env: Record<string, string> } {
  const installed = process.env.CHROMIUM_PATH || onPath();
  return installed === undefined ? fromPackage() : { path: installed, env: {} };
}
