import type { MessageEntity } from 'grammy/types';
import type { ApiCall } from './api-call';
import { badRequest } from './api-error';
import type { MessageContent } from './conversation';
import { detectEntities } from './detect-entities';
import { type FormattedText, parseHtml } from './html-text';

const longestText = 4096;
const longestCaption = 1024;
const longestBytes = 32_768;

function entitiesIn(call: ApiCall, field: string): MessageEntity[] {
  const entities = call.json(field, "can't parse entities JSON object");
  return Array.isArray(entities) ? (entities as MessageEntity[]) : [];
}

/** Markdown isn't parsed here: better a refusal than an answer that the real server wouldn't give. */
function parse(call: ApiCall, field: string, entitiesField: string): FormattedText {
  const text = call.text(field);
  if (Buffer.byteLength(text) > longestBytes) throw badRequest('text is too long');
  const mode = call.text('parse_mode').toLowerCase();
  if (text === '' || mode === '' || mode === 'none') return { text, entities: entitiesIn(call, entitiesField) };
  if (mode === 'html') return parseHtml(text);
  if (mode.startsWith('markdown')) throw badRequest('the stand-in parses no Markdown');
  throw badRequest('unsupported parse_mode');
}

function finished({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const moved = entities.map((entity) => ({ ...entity, offset: entity.offset - start }));
  return { text: trimmed, entities: moved.length > 0 ? moved : detectEntities(trimmed) };
}

function lengthInCharacters(text: string): number {
  return [...text].length;
}

export function textContent(call: ApiCall): MessageContent {
  if (call.text('text') === '') throw badRequest('message text is empty');
  const { text, entities } = finished(parse(call, 'text', 'entities'));
  if (text === '') throw badRequest('text must be non-empty');
  if (lengthInCharacters(text) > longestText) throw badRequest('message is too long');
  return { text, ...(entities.length > 0 && { entities }) };
}

export function captionContent(call: ApiCall): MessageContent {
  const { text, entities } = finished(parse(call, 'caption', 'caption_entities'));
  if (text === '') return {};
  if (lengthInCharacters(text) > longestCaption) throw badRequest('message caption is too long');
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}
