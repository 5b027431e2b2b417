import { type Api, createApi, Refused, signIn } from './api';
import { passwordOf } from './ask-password';
import { CannotPlay } from './cannot-play';
import { findService } from './find-service';
import { type Operator, seatOperator } from './operator';
import { type Options, readOptions, usage } from './options';
import { play } from './play';
import { linesOfRoutingLog } from './routing-log';
import { chatDetailsShape } from './shapes';
import { type Stage, setUpStage } from './stage';
import { createTimeline, type Timeline } from './timeline';
import { letVisitorIn } from './visitor';

const print = (line: string) => void process.stdout.write(`${line}\n`);
const warn = (line: string) => void process.stderr.write(`${line}\n`);

interface Undo {
  what: string;
  undo: () => Promise<unknown>;
}

async function main(options: Options, signal: AbortSignal): Promise<void> {
  const base = await findService(options);
  const admin = await signInAsAdmin(base, options);
  const timeline = createTimeline(print, { colours: process.stdout.isTTY && !process.env.NO_COLOR });
  const undos: Undo[] = [{ what: 'sign out', undo: () => admin.call('POST', '/api/logout') }];
  const streams = new AbortController();
  try {
    const undoLater = (what: string, undo: Undo['undo']) => void undos.push({ what, undo });
    const stage = await setUpStage({ admin, signal, undoLater });
    await perform({ base, admin, stage, timeline, signal: AbortSignal.any([signal, streams.signal]) });
    timeline.note(
      `\nStays: the chat with its contact, its channel (switched off) and queue (empty), and the accounts of`,
    );
    timeline.note(`${stage.operators.map(({ name }) => name).join(' and ')} (inactive, nobody knows their passwords).`);
  } finally {
    streams.abort();
    await clear(undos);
  }
}

async function signInAsAdmin(base: string, options: Options): Promise<Api> {
  const credentials = { login: options.login, password: await passwordOf(options) };
  try {
    return (await signIn(createApi(base), credentials)).api;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new CannotPlay(`${base} does not let ${options.login} in: ${error.message}`);
  }
}

async function perform(of: {
  base: string;
  admin: Api;
  stage: Stage;
  timeline: Timeline;
  signal: AbortSignal;
}): Promise<void> {
  const { base, admin, stage, timeline, signal } = of;
  const [first, second] = stage.operators;
  const client = { name: stage.clientName, style: 'cyan' as const, base, channelId: stage.channelId };
  timeline.cast([client, first, second].map(({ name }) => ({ name, style: 'cyan' })));
  timeline.heading(`${client.name} is a client on the web chat; ${first.name} and ${second.name} are operators.`);

  const seats = { timeline, signal };
  const visitor = await letVisitorIn(client, seats);
  const operators: [Operator, Operator] = [
    await seatOperator({ ...first, style: 'yellow' }, seats),
    await seatOperator({ ...second, style: 'green' }, seats),
  ];
  const chatId = await play({ client: visitor, operators }, { stage, timeline, signal });

  const chat = await admin.call('GET', `/api/chats/${chatId}`, { shape: chatDetailsShape, signal });
  timeline.heading(`The routing log of chat ${chat.number}, as Parley keeps it`);
  for (const line of linesOfRoutingLog(chat)) print(line);
}

/** Takes away all that was added; what cannot be is told, and the rest still done. */
async function clear(undos: Undo[]): Promise<void> {
  for (const { what, undo } of undos.reverse()) {
    await undo().catch((error: unknown) => {
      warn(`The demo could not ${what}: ${error instanceof Error ? error.message : error}`);
    });
  }
}

async function run(): Promise<number> {
  const ending = new AbortController();
  let code = 0;
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(signal, () => {
      if (!ending.signal.aborted) warn('\nTidying up …');
      code = 128 + number;
      ending.abort();
    });
  }
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options.help) print(usage);
    else await main(options, ending.signal);
    return code;
  } catch (error) {
    if (ending.signal.aborted) return code;
    warn(
      error instanceof CannotPlay
        ? error.message
        : `The demo broke off: ${error instanceof Error ? error.message : error}`,
    );
    return 1;
  }
}

void run().then((code) => process.exit(code));
