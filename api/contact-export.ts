import type { Chat } from '../domain/chat';
import type { Contact } from '../domain/contact';
import type { Dossier } from '../domain/dossier';
import { allFilesOf, type Message } from '../domain/message';
import type { ProcessRun } from '../domain/process';
import type { DossierStore } from '../storage/dossiers';
import type { Storage } from '../storage/storage';
import { base64Of } from './base64';
import type { ApiDeps } from './deps';
import { showContact } from './shapes/contact';

type Deps = Pick<ApiDeps, 'storage' | 'installation' | 'views'>;

interface ExportedFile {
  id: string;
  fileName: string;
  mediaType: string;
  size: number | null;
}

const chatsAtOnce = 50;
const messagesAtOnce = 200;
const dossiersAtOnce = 200;
const runsAtOnce = 200;

/**
 * All that is kept of a person, as one JSON document, written piece by piece: it may be larger than memory. Files are named with
 * short-lived addresses, and with `withFiles` stand in it as base64.
 */
export async function* exportOf(deps: Deps, contact: Contact, withFiles: boolean): AsyncGenerator<string> {
  const { storage, installation } = deps;
  const { formerIds } = contact;
  const merges = (await storage.merges.into(contact.id)).map(({ from, at }) => ({ at, contact: from }));
  const person = { ...showContact(contact, installation), formerIds, merges };
  yield `{"exportedAt":${JSON.stringify(new Date())},"contact":${JSON.stringify(person)},"chats":[`;
  const files: ExportedFile[] = [];
  if (contact.photoFileId !== null) files.push({ ...(await photoOf(storage, contact.photoFileId)) });
  let separator = '';
  for await (const chat of chatsOf(storage, contact.id)) {
    yield `${separator}${JSON.stringify(await deps.views.chatDetails(chat)).slice(0, -1)},"messages":[`;
    separator = ',';
    yield* messagesOf(deps, chat, files);
    yield '],"processes":[';
    yield* processesOf(deps, chat);
    yield ']}';
  }
  yield '],"cases":[';
  yield* dossiersOf(deps, storage.cases, contact.id);
  yield '],"orders":[';
  yield* dossiersOf(deps, storage.orders, contact.id);
  yield '],"files":[';
  separator = '';
  for (const file of files) {
    yield separator;
    separator = ',';
    yield* fileOf(deps, file, withFiles);
  }
  yield ']}';
}

async function photoOf({ files }: Storage, id: string): Promise<ExportedFile> {
  const photo = await files.open(id);
  return { id, fileName: photo?.fileName ?? 'photo', mediaType: photo?.mediaType ?? '', size: photo?.size ?? null };
}

async function* chatsOf({ chats }: Storage, contactId: string): AsyncGenerator<Chat> {
  for (let before: number | undefined; ; ) {
    const { chats: page } = await chats.list(
      { contactId },
      { limit: chatsAtOnce, ...(before === undefined ? {} : { before }) },
    );
    yield* page;
    before = page.at(-1)?.number;
    if (page.length < chatsAtOnce) return;
  }
}

/** Newest first, as the pages of a conversation come. */
async function* messagesOf({ storage, views }: Deps, { id: chatId }: Chat, files: ExportedFile[]) {
  let separator = '';
  for (let before: Message | undefined; ; ) {
    const page = { limit: messagesAtOnce, ...(before === undefined ? {} : { before }) };
    const messages = await storage.messages.conversation({ chatId }, page);
    const shown = new Map((await views.messages(messages)).map((view) => [view.id, view]));
    const raws = await storage.messages.rawsOf(messages.map(({ id }) => id));
    for (const message of messages.toReversed()) {
      const raw = raws.has(message.id) ? { raw: raws.get(message.id) } : {};
      yield `${separator}${JSON.stringify({ ...shown.get(message.id), ...raw })}`;
      separator = ',';
      for (const { fileId, fileName, mediaType, size } of allFilesOf(message))
        if (fileId !== null) files.push({ id: fileId, fileName, mediaType, size });
    }
    before = messages[0];
    if (messages.length < messagesAtOnce) return;
  }
}

/** What was started in a chat and what came of it, newest first. */
async function* processesOf({ storage, views }: Deps, { id: chatId }: Chat) {
  let separator = '';
  for (let before: ProcessRun | null = null; ; ) {
    const runs: ProcessRun[] = await storage.processRuns.ofChat(chatId, { before, limit: runsAtOnce });
    for (const run of await views.processRuns(runs)) {
      yield separator + JSON.stringify(run);
      separator = ',';
    }
    before = runs.at(-1) ?? null;
    if (runs.length < runsAtOnce) return;
  }
}

/** Cases or orders, newest first. */
async function* dossiersOf<S extends string>({ views }: Deps, store: DossierStore<S>, contactId: string) {
  let separator = '';
  for (let before: number | null = null; ; ) {
    const dossiers: Dossier<S>[] = await store.list({ contactId }, { before, limit: dossiersAtOnce });
    for (const dossier of await views.dossiers(dossiers)) {
      yield separator + JSON.stringify(dossier);
      separator = ',';
    }
    before = dossiers.at(-1)?.number ?? null;
    if (dossiers.length < dossiersAtOnce) return;
  }
}

async function* fileOf(
  { storage, installation }: Deps,
  file: ExportedFile,
  withContent: boolean,
): AsyncGenerator<string> {
  const shown = JSON.stringify({ ...file, url: installation.signFileUrl(file.id) });
  const stored = withContent ? await storage.files.open(file.id) : null;
  if (stored === null) return yield shown;
  yield `${shown.slice(0, -1)},"content":"`;
  yield* base64Of(stored.stream());
  yield '"}';
}
