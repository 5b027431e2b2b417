import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { ClientOptions } from './client-options';
import type { Fault } from './faults';
import type { StandInBot } from './stand-in-bot';
import type { StandInClient } from './stand-in-client';
import type { BotOptions } from './telegram-stand-in';
import type { RawUpdate } from './update-queue';

interface Bots {
  createBot(options: BotOptions): StandInBot;
  findBot(token: string): StandInBot | undefined;
}

interface PlannedFault {
  method: string;
  fault: Fault;
  times?: number;
}

/** The stand-in's own addresses under `/stand-in`, for programs that don't live in its process. */
export function createControlRouter(bots: Bots): Router {
  const clients = new Map<number, StandInClient>();
  const router = Router();
  router.use(express.json());

  const botOf = (request: Request): StandInBot => {
    const bot = bots.findBot(String(request.params.token));
    if (!bot) throw new Error('There is no such bot');
    return bot;
  };

  router.post('/bots', (request, response) => {
    const { token, id, username } = bots.createBot((request.body ?? {}) as BotOptions);
    response.json({ token, id, username });
  });
  router.post('/bots/:token/clients', (request, response) => {
    const client = botOf(request).client(request.body as ClientOptions);
    clients.set(client.id, client);
    response.json({ id: client.id });
  });
  router.post('/clients/:id/texts', (request, response) => {
    const client = clients.get(Number(request.params.id));
    if (!client) throw new Error('There is no such client');
    response.json(client.sendText((request.body as { text: string }).text));
  });
  router.post('/bots/:token/updates', (request, response) => {
    response.json(botOf(request).pushUpdates([request.body as RawUpdate].flat()));
  });
  router.post('/bots/:token/faults', (request, response) => {
    const { method, fault, times } = request.body as PlannedFault;
    botOf(request).failNext(method, fault, times);
    response.json({});
  });
  router.get('/bots/:token/sent', (request, response) => {
    const withoutBytes = botOf(request).sent.map(({ files, ...sent }) => ({
      ...sent,
      files: files.map(({ bytes, ...file }) => ({ ...file, sizeBytes: bytes.length })),
    }));
    response.json(withoutBytes);
  });
  router.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
    response.status(400).json({ error: error.message });
  });
  return router;
}
