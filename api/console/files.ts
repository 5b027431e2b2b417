import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';

/** One file of the built console, with what was compressed of it at build. */
export interface ConsoleFile {
  mediaType: string;
  etag: string;
  content: Buffer;
  brotli: Buffer | null;
  gzip: Buffer | null;
  /** Its name carries a hash of its content, so that it never changes. */
  isHashed: boolean;
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};
const hashedFolder = 'assets/';

/** The build writes to dist/console; compiled code has it above itself, sources that a test runs have it beside. */
function builtFolder(): string | null {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = basename(folder) === 'dist' ? join(folder, 'console') : join(folder, 'dist', 'console');
    if (existsSync(join(candidate, 'index.html'))) return candidate;
    if (folder === dirname(folder)) return null;
  }
}

/** Everything that the build made, by path, read once; null where nothing is built. */
export function readConsoleFiles(folder: string | null = builtFolder()): ReadonlyMap<string, ConsoleFile> | null {
  if (folder === null) return null;
  const files = new Map<string, ConsoleFile>();
  const readIfThere = (path: string) => (existsSync(path) ? readFileSync(path) : null);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const mediaType = mediaTypes[extname(entry.name)];
    if (!entry.isFile() || mediaType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    const content = readFileSync(path);
    files.set(name, {
      mediaType,
      content,
      etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
      brotli: readIfThere(`${path}.br`),
      gzip: readIfThere(`${path}.gz`),
      isHashed: name.startsWith(hashedFolder),
    });
  }
  return files;
}
