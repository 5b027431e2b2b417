import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { post } from '../../activities/chat-actions/post';
import { askJson } from '../../api/identity/wire';
import { sampleFiles } from '../support/sample-files';
import type { SpoiltAnswer } from '../support/spoilt-answer';
import * as facebook from './facebook-bench';
import * as telegram from './telegram-bench';
import * as whatsApp from './whatsapp-bench';

/** Somebody who would like to be told. He answers as whichever messenger he is taken for. */
let elsewhere: { server: Server; url: string; told: string[] };

beforeEach(async () => {
  const told: string[] = [];
  const server = createServer((request, response) => {
    told.push(`${request.method} ${request.url}`);
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    const message = { message_id: 1, id: '1', sid: 'SM1', first_name: 'Mallory' };
    response.end(JSON.stringify({ ok: true, result: message, success: true, data: [], ...message }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  elsewhere = { server, told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/elsewhere` };
});

afterEach(async () => {
  elsewhere.server.closeAllConnections();
  await new Promise((resolve) => elsewhere.server.close(resolve));
});

/** 307 and 308 would carry the body along, the others the address; one of them looks like the answer that was hoped for. */
const statuses = [301, 302, 303, 307, 308];
const leading = (status: number): SpoiltAnswer => ({
  status,
  headers: { location: elsewhere.url },
  body: { ok: true, result: { message_id: 1 }, message_id: '1', sid: 'SM1', success: true },
});

describe.each(statuses)('a redirect with status %i to another host', (status) => {
  test('is followed by no call to Telegram, and counts as no success', async () => {
    const { bot, client, channel, provider, standIn } = await telegram.setUpTelegram();
    const { document } = client.sendDocument({ bytes: Buffer.from('the content') }).message;
    const fault = { kind: 'spoilt', answer: leading(status), taken: false } as const;
    bot.failNext('*', fault, 2);
    expect(await provider.send(channel, telegram.answerTo(client))).toMatchObject({ kind: 'unknown' });
    const file = { attachments: [telegram.attachmentOf(sampleFiles.pdf)] };
    expect(await provider.send(channel, telegram.answerTo(client, file))).toMatchObject({ kind: 'unknown' });
    bot.failNext('getMe', fault, 2);
    expect(await provider.register(channel.settings)).toMatchObject({ kind: 'unreachable' });
    expect(await provider.probe?.(channel)).toMatchObject({ kind: 'later' });
    bot.failNext('getUpdates', fault);
    const site = async () => ({ webhooksUrl: null });
    const poll = { channel, cursor: null, isFirst: true, atOnce: true, site, signal: new AbortController().signal };
    expect(await provider.poll?.(poll)).toMatchObject({ kind: 'trouble' });
    bot.failNext('downloadFile', fault);
    expect(await provider.loadAttachment(channel, document?.file_id ?? '')).toMatchObject({ kind: 'later' });
    expect(elsewhere.told).toEqual([]);
    await standIn.stop();
  });

  test('is followed by no call to Facebook, and counts as no success', async () => {
    const { standIn, client, channel, provider } = await facebook.setUpFacebook();
    const fault = { kind: 'spoilt', answer: leading(status), taken: false } as const;
    standIn.failNext('messages', fault, 2);
    expect(await provider.send(channel, facebook.answerTo(client))).toMatchObject({ kind: 'unknown' });
    const file = { text: '', attachments: [facebook.attachmentOf(sampleFiles.pdf)] };
    expect(await provider.send(channel, facebook.answerTo(client, file))).toMatchObject({ kind: 'unknown' });
    standIn.failNext('subscribed_apps', fault);
    expect(await provider.register(channel.settings)).toMatchObject({ kind: 'unreachable' });
    standIn.failNext('conversations', fault);
    const known = { since: new Date(), isKnown: async () => false };
    expect(await provider.findSent?.(channel, facebook.answerTo(client), known)).toMatchObject({ kind: 'later' });
    standIn.failNext('access_token', fault);
    const ticket = { code: 'a code', redirectUri: 'https://parley.example/back' };
    expect(await provider.pageLogin.exchange(ticket)).toMatchObject({ ok: false, isPassing: true });
    expect(elsewhere.told).toEqual([]);
    await standIn.stop();
  });

  test('is followed by no call to Twilio, and counts as no success', async () => {
    const { standIn, account, client, channel, provider } = await whatsApp.setUpWhatsApp();
    const fault = { kind: 'spoilt', answer: leading(status), taken: false } as const;
    account.failNext('createMessage', fault);
    expect(await provider.send(channel, whatsApp.answerTo(client.id))).toMatchObject({ kind: 'unknown' });
    account.failNext('listMessages', fault, 2);
    const known = { since: new Date(), isKnown: async () => false };
    expect(await provider.findSent?.(channel, whatsApp.answerTo(client.id), known)).toMatchObject({ kind: 'later' });
    const site = async () => ({ webhooksUrl: null });
    const poll = { channel, cursor: null, isFirst: true, site, signal: new AbortController().signal };
    expect(await provider.poll?.(poll)).toMatchObject({ kind: 'trouble' });
    account.failNext('listContent', fault);
    expect(await provider.listTemplates?.(channel)).toMatchObject({ kind: 'unavailable' });
    expect(elsewhere.told).toEqual([]);
    await standIn.stop();
  });

  test('is followed neither to a webhook nor to an identity server', async () => {
    const leader = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { location: elsewhere.url }).end();
    });
    await new Promise<void>((resolve) => leader.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(leader.address() as AddressInfo).port}/`;
    expect(await post(url, '{"text":"a word"}', {})).toEqual({ kind: 'answered', status });
    const introspection = { method: 'POST', body: new URLSearchParams({ token: 'a token' }) };
    await expect(askJson(url, z.object({}), introspection)).rejects.toThrow(/does not answer/);
    expect(elsewhere.told).toEqual([]);
    leader.closeAllConnections();
    await new Promise((resolve) => leader.close(resolve));
  });
});

describe('every call of ours', () => {
  const root = join(__dirname, '..', '..');
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  const sources = (config?.fileNames ?? [])
    .map((file) => relative(root, file))
    .filter((file) => !/^(test|console|scripts|node_modules|distribution)\//.test(file));

  /** Calls of the global `fetch`, which follows redirects unless it is told. */
  function callsIn(file: string): string[] {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'fetch') found.push(node.getText());
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  }

  test('by fetch says what becomes of a redirect', () => {
    const calls = sources.flatMap((file) => callsIn(file).map((call) => ({ file, call })));
    expect(calls.length).toBeGreaterThan(6);
    expect(calls.filter(({ call }) => !/redirect: '(error|manual|follow)'/.test(call))).toEqual([]);
    const following = calls.filter(({ call }) => call.includes("redirect: 'follow'")).map(({ file }) => file);
    expect(following).toEqual(['launch/download.ts']);
  });
});
