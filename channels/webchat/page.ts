import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OpenedChannel } from '../../domain/channel';
import type { ProviderRequest, ProviderResponse, ProviderRoute } from '../contract';
import { maxFileBytes, maxFiles } from './file-routes';
import { allowedOrigins, lookOf } from './settings';
import { maxNameLength, maxTextLength } from './visitors-only';
import { wordsFor } from './words';

/**
 * The page's files are not compiled, so the compiled code has them either beside it (copied) or up in the source folder
 * that it was made from.
 */
function folderWith(path: string, file: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, path);
    if (existsSync(join(candidate, file))) return candidate;
    if (folder === dirname(folder)) throw new Error(`A part of the web chat’s page is missing: ${path}/${file}.`);
  }
}

/** A package's one file for browsers, beside the one for Node. */
function moduleOf(name: string, wantedBy: string): string {
  return join(dirname(require.resolve(name, { paths: [wantedBy] })), 'index.mjs');
}

/** Where the page's scripts are: its own, those that it shares with the console, and the packages of these. */
function scriptFiles(): Record<string, string> {
  const own = folderWith('channels/webchat/page', 'chat.js');
  const shared = folderWith('pages', 'links.js');
  const linkify = moduleOf('linkify-it', shared);
  return {
    ...Object.fromEntries(ownScripts.map((name) => [name, join(own, `${name}.js`)])),
    ...Object.fromEntries(sharedScripts.map((name) => [name, join(shared, `${name}.js`)])),
    'linkify-it': linkify,
    'uc.micro': moduleOf('uc.micro', dirname(linkify)),
  };
}

/** As browsers get it: all scripts side by side, and no map of what it was made from. */
function served(script: string): string {
  return script
    .replace(/(\bfrom |\bimport\()(['"])(?:\.{1,2}\/)*(?:[\w-]+\/)*([\w.-]+?)(?:\.js)?\2/g, "$1'./$3.js'")
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Nothing from elsewhere, nothing inline: what anyone writes can become no script, even where the page had a fault. */
function securityHeaders(origins: string[] | null): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      // A visitor's own files, before they are sent.
      "img-src 'self' blob:",
      "media-src 'self' blob:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      // A site of `file:` or an app's own scheme is no `*`: it is not allowed by leaving the list empty.
      `frame-ancestors ${origins === null ? '*' : ["'self'", ...origins].join(' ')}`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

function html(status: number, body: string, origins: string[] | null): ProviderResponse {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    vary: 'Accept-Language',
    ...securityHeaders(origins),
  };
  return { status, headers, body };
}

function fill(template: string, language: string, values: Record<string, string>): string {
  return template
    .replace('<html lang="en">', `<html lang="${language}">`)
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeHtml(values[name] ?? ''));
}

/** A script that is data in one place, and is put into another site's page: no end of a script, no line that ends early. */
function fillScript(template: string, setup: object): string {
  const literal = JSON.stringify(setup).replace(/[<\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return template.replace("'{{setup}}'", () => literal);
}

/** The mount point of the contract, with the channel's part of the address, below the installation's root. */
function baseOf(channel: OpenedChannel): string {
  return `/webhooks/webchat/${encodeURIComponent(channel.id)}`;
}

const ownScripts = ['chat', 'composer', 'files', 'follow', 'frame', 'keep', 'outbox', 'server', 'setup', 'view'];
const sharedScripts = ['graphemes', 'links', 'long-text'];

/** The page, its parts, and the script that puts it on other sites; read once, so that a missing file shows when the process starts. */
export function pageRoutes(): ProviderRoute[] {
  const folder = folderWith('channels/webchat/page', 'index.html');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const index = read('index.html');
  const closed = read('closed.html');
  const embed = read('embed.js');
  const asset = (
    name: string,
    body: string,
    contentType: string,
    about: { operationId: string; summary: string },
  ): ProviderRoute => {
    const headers = { 'content-type': contentType, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
    const handle = async (): Promise<ProviderResponse> => ({ status: 200, headers, body });
    return { method: 'GET', path: `/assets/${name}`, ...about, maxBodyBytes: 0, handle };
  };
  return [
    ...Object.entries(scriptFiles()).map(([name, file]) => {
      const title = name.replace(/(?:^|\W)(\w)/g, (_, letter: string) => letter.toUpperCase());
      const about = { operationId: `GetWebchat${title}Script`, summary: 'A part of the page’s script' };
      return asset(`${name}.js`, served(readFileSync(file, 'utf8')), 'text/javascript; charset=utf-8', about);
    }),
    asset('icon.svg', read('icon.svg'), 'image/svg+xml', { operationId: 'GetWebchatIcon', summary: 'The page’s icon' }),
    asset('chat.css', read('chat.css'), 'text/css; charset=utf-8', {
      operationId: 'GetWebchatStyle',
      summary: 'The page’s style',
    }),
    {
      method: 'GET',
      path: '/:channelId',
      operationId: 'ShowWebchatPage',
      summary: 'The page on which visitors chat; in frames of the sites that the channel allows',
      maxBodyBytes: 0,
      handle: async (request: ProviderRequest, desk) => {
        const channel = await desk.channelById(request.params.channelId ?? '');
        const { root } = request;
        if (!channel) {
          const { language, words } = wordsFor(request.languages);
          return html(404, fill(closed, language, { ...words, root }), []);
        }
        const { language, words } = wordsFor(request.languages, channel.language);
        const { side: _, ...look } = lookOf(channel);
        const limits = { maxFiles, maxFileBytes, maxTextLength, maxNameLength };
        const key = baseOf(channel);
        const setup = JSON.stringify({ base: root + key, key, words, ...limits, ...look });
        const { title, greeting } = look;
        const values = { ...words, title, greeting: greeting ?? words.greeting, setup, root };
        return html(200, fill(index, language, values), allowedOrigins(channel));
      },
    },
    {
      method: 'GET',
      path: '/:channelId/embed.js',
      operationId: 'GetWebchatEmbedScript',
      summary: 'The script that puts a button on a site, and the page into a frame behind it',
      maxBodyBytes: 0,
      handle: async (request: ProviderRequest, desk) => {
        const channel = await desk.channelById(request.params.channelId ?? '');
        const headers = {
          'content-type': 'text/javascript; charset=utf-8',
          'cache-control': 'no-cache',
          vary: 'Accept-Language',
          'x-content-type-options': 'nosniff',
          // Any site may load it, whatever it holds back from others: it says nothing that the page does not show.
          'cross-origin-resource-policy': 'cross-origin',
        };
        if (!channel)
          return { status: 404, headers, body: '// This chat does not exist, or is not open at the moment.\n' };
        const { language, words } = wordsFor(request.languages, channel.language);
        const { title, accent, onAccent, side } = lookOf(channel);
        const { open, close, unread_one, unread_few, unread_many, unread_other } = words;
        const setup = {
          base: baseOf(channel),
          language,
          look: { title, accent, onAccent, side },
          words: { open, close, unread_one, unread_few, unread_many, unread_other },
        };
        return { status: 200, headers, body: fillScript(embed, setup) };
      },
    },
  ];
}
