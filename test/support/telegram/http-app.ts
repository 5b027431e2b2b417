import express, { type Express, type Request, type Response, type Router } from 'express';
import type { StandInClock } from '../stand-in-clock';
import { ApiError, notFound, unauthorized } from './api-error';
import type { BotCore } from './bot-core';
import { Exchange } from './exchange';
import { properName } from './methods/method-table';
import { perform, playFault, refusal } from './perform';
import { readCall } from './read-call';

/** The name by which faults and holds know a file's download. */
const downloadName = 'downloadFile';

const wellFormedToken = /^[1-9]\d{0,15}:[\w-]{24,70}$/;
const methodPath = /^\/bot([^/]+)\/([^/]*)$/;
const filePath = /^\/file\/bot([^/]+)\/(.+)$/;

export function isWellFormedToken(token: string): boolean {
  return wellFormedToken.test(token);
}

function refuse(exchange: Exchange, error: ApiError): void {
  const { status, body, headers } = refusal(error);
  exchange.json(status, body, headers);
}

async function answerCall(bot: BotCore, name: string, request: Request, exchange: Exchange) {
  const call = await readCall(request, properName(name));
  const record = bot.noteCall(call);
  await perform(bot, call, exchange);
  record.status = exchange.status;
  bot.changes.happened();
}

async function answerDownload(bot: BotCore, path: string, exchange: Exchange) {
  const hold = bot.faults.takeHold(downloadName);
  const fault = bot.faults.takeFault(downloadName);
  await hold?.wait();
  if (await playFault(fault, exchange)) return;
  const file = bot.isRevoked ? undefined : bot.files.atPath(path);
  if (!file) return refuse(exchange, notFound);
  if (fault?.kind === 'dropAfter') return exchange.dropHalfway(file.bytes);
  exchange.bytes(file.bytes);
}

async function route(bots: ReadonlyMap<string, BotCore>, request: Request, exchange: Exchange) {
  const path = decodeURIComponent(request.path);
  const [, fileToken = '', filePathInBot = ''] = filePath.exec(path) ?? [];
  if (fileToken) {
    const bot = bots.get(fileToken);
    return bot ? answerDownload(bot, filePathInBot, exchange) : refuse(exchange, notFound);
  }
  const [, token = '', name = ''] = methodPath.exec(path) ?? [];
  if (!isWellFormedToken(token)) return refuse(exchange, notFound);
  const bot = bots.get(token);
  return bot ? answerCall(bot, name, request, exchange) : refuse(exchange, unauthorized);
}

/** The Bot API's addresses; methods may be called by GET and POST alike. */
export function createTelegramApp(
  bots: ReadonlyMap<string, BotCore>,
  { control, clock }: { control: Router; clock: StandInClock },
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(clock.dateHeader);
  app.use('/stand-in', control);
  app.use(async (request: Request, response: Response) => {
    const exchange = new Exchange(response);
    try {
      await route(bots, request, exchange);
    } catch (error) {
      const isKnown = error instanceof ApiError;
      refuse(exchange, isKnown ? error : new ApiError(500, `Internal Server Error: the stand-in failed: ${error}`));
    }
  });
  return app;
}
