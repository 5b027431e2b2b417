import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OpenedChannel } from '../../domain/channel';
import type { ProviderRequest, ProviderResponse, ProviderRoute } from '../contract';
import { wordsOf } from './settings';

/**
 * The page's files are not compiled, so the compiled code has them either beside it (copied) or up in the source folder
 * that it was made from.
 */
function pageFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'channels', 'webchat', 'page');
    if (existsSync(join(candidate, 'index.html'))) return candidate;
    if (folder === dirname(folder)) throw new Error('The web chat’s page is missing: channels/webchat/page.');
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Nothing from elsewhere, nothing inline: what anyone writes can become no script, even where the page had a fault. */
const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function html(status: number, body: string): ProviderResponse {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...securityHeaders };
  return { status, headers, body };
}

function fill(template: string, words: Record<string, string>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeHtml(words[name] ?? ''));
}

/** The mount point of the contract, with the channel's part of the address. */
function baseOf(channel: OpenedChannel): string {
  return `/webhooks/webchat/${encodeURIComponent(channel.id)}`;
}

/** The page and its script and style; read once, so that a missing file shows when the process starts. */
export function pageRoutes(): ProviderRoute[] {
  const folder = pageFolder();
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const index = read('index.html');
  const closed = read('closed.html');
  const asset = (name: string, contentType: string, operationId: string, summary: string): ProviderRoute => {
    const headers = { 'content-type': contentType, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
    const body = read(name);
    const handle = async (): Promise<ProviderResponse> => ({ status: 200, headers, body });
    return { method: 'GET', path: `/assets/${name}`, operationId, summary, maxBodyBytes: 0, handle };
  };
  return [
    ...['chat.js', 'keep.js', 'server.js', 'view.js'].map((name) => {
      const operationId = `GetWebchat${name[0]?.toUpperCase()}${name.slice(1, -3)}Script`;
      return asset(name, 'text/javascript; charset=utf-8', operationId, 'A part of the page’s script');
    }),
    asset('chat.css', 'text/css; charset=utf-8', 'GetWebchatStyle', 'The page’s style'),
    {
      method: 'GET',
      path: '/:channelId',
      operationId: 'ShowWebchatPage',
      summary: 'The page on which visitors chat',
      maxBodyBytes: 0,
      handle: async (request: ProviderRequest, desk) => {
        const channel = await desk.channelById(request.params.channelId ?? '');
        if (!channel) return html(404, closed);
        return html(200, fill(index, { ...wordsOf(channel), base: baseOf(channel) }));
      },
    },
  ];
}
