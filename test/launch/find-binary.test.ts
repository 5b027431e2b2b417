import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from '../../launch/download';
import { type BinarySource, findBinary, type Program, ProgramNotFound } from '../../launch/find-binary';

/** Only that is short which a test waits for: a busy machine takes long for the rest. */
const PATIENT = { answerMs: 60_000, stallMs: 60_000 };
const SOON_SILENT = { ...PATIENT, answerMs: 150 };
const SOON_STALLED = { ...PATIENT, stallMs: 150 };

function portOf(server: TcpServer): number {
  return (server.address() as AddressInfo).port;
}

function listen<T extends TcpServer>(server: T): Promise<T> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function script(path: string, says: string): string {
  writeFileSync(path, `#!/bin/sh\necho "${says}"\n`);
  chmodSync(path, 0o755);
  return path;
}

function fromUrl(url: string): BinarySource {
  return {
    title: 'the download site',
    slot: 'tool-2',
    fetch: async ({ folder, tell, signal, limits }) => {
      const file = join(folder, 'tool');
      await download({ url, file, tell, signal, ...(limits && { limits }) });
      return file;
    },
  };
}

const works: BinarySource = {
  title: 'the second source',
  slot: 'tool-1',
  fetch: async ({ folder }) => script(join(folder, 'tool'), 'tool version 1'),
};

function tool(...sources: BinarySource[]): Program {
  return {
    title: 'Tool',
    file: 'tool',
    complaintAbout: (output) => (output.includes('version') ? undefined : 'does not tell its version'),
    sources,
    advice: 'Install it, or set TOOL_ADDRESS.',
  };
}

describe('finding a program', () => {
  let cache: string;
  let lines: string[];
  const find = (program: Program, { searchPath = '', limits = PATIENT } = {}) =>
    findBinary({ program, cache, searchPath, limits, log: (line) => lines.push(line) });

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'parley-cache-'));
    lines = [];
  });

  afterEach(() => rmSync(cache, { recursive: true, force: true }));

  it('gives up a source that accepts and never answers, says so, and tries the next', async () => {
    const sockets: Socket[] = [];
    const silent = await listen(createTcpServer((socket) => sockets.push(socket)));
    const path = await find(tool(fromUrl(`http://127.0.0.1:${portOf(silent)}/tool`), works), { limits: SOON_SILENT });
    for (const socket of sockets) socket.destroy();
    silent.close();
    expect(path).toBe(join(cache, 'tool-1', 'tool'));
    expect(lines).toContain('Tool: the download site did not answer in 0.15 s; trying the second source.');
  });

  it('gives up a source that stops in the middle of the file', async () => {
    const stalling: Server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
    });
    await listen(stalling);
    await find(tool(fromUrl(`http://127.0.0.1:${portOf(stalling)}/tool`), works), { limits: SOON_STALLED });
    stalling.closeAllConnections();
    stalling.close();
    expect(lines).toContain('Tool: the download site stopped sending for 0.15 s; trying the second source.');
  });

  it('does not keep a file that does not run', async () => {
    const wrong: BinarySource = {
      title: 'the first source',
      slot: 'tool-2',
      fetch: async ({ folder }) => script(join(folder, 'tool'), 'hello'),
    };
    expect(await find(tool(wrong, works))).toBe(join(cache, 'tool-1', 'tool'));
    expect(readdirSync(cache).sort()).toEqual(['locks', 'tool-1']);
  });

  it('uses the copy in the cache the next time, without a word', async () => {
    await find(tool(works));
    lines = [];
    expect(await find(tool({ ...works, fetch: () => Promise.reject(new Error('asked again')) }))).toContain(cache);
    expect(lines).toEqual([]);
  });

  it('prefers the copy on the PATH', async () => {
    script(join(cache, 'tool'), 'tool version 9');
    expect(await find(tool(works), { searchPath: cache })).toBe(join(cache, 'tool'));
  });

  it('fetches once when two copies of the project start at the same time', async () => {
    let fetched = 0;
    const counted: BinarySource = {
      ...works,
      fetch: (context) => {
        fetched += 1;
        return works.fetch(context);
      },
    };
    const [one, other] = await Promise.all([find(tool(counted)), find(tool(counted))]);
    expect(one).toBe(other);
    expect(fetched).toBe(1);
  });

  it('says what to install or to set when nothing works', async () => {
    const nothing = createTcpServer();
    await listen(nothing);
    const url = `http://127.0.0.1:${portOf(nothing)}/tool`;
    await new Promise((resolve) => nothing.close(resolve));
    const attempt = find(tool(fromUrl(url)));
    await expect(attempt).rejects.toThrow(ProgramNotFound);
    await expect(attempt).rejects.toThrow(/could not be reached \(ECONNREFUSED\)\nInstall it, or set TOOL_ADDRESS\./);
  });
});
