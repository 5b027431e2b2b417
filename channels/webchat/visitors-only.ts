import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { ProviderDesk, ProviderRequest, ProviderResponse } from '../contract';
import { problem } from '../shared/problem';
import { type Visitor, visitorOf } from './visitor-token';

export const messageId = z.string().min(1).max(64);

/** Of one message, either way. */
export const maxTextLength = 4_096;
export const maxNameLength = 80;

/** An object, or null for a body that is none. */
export function bodyOf(request: ProviderRequest): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(request.rawBody.toString('utf8') || '{}');
    return z.record(z.string(), z.unknown()).safeParse(body).data ?? null;
  } catch {
    return null;
  }
}

export interface Call {
  request: ProviderRequest;
  desk: ProviderDesk;
  channel: OpenedChannel;
  visitor: Visitor;
}

export const unknownChannel = problem('not_found', 'There is no such chat, or it is not open at the moment.');
export const noJson = problem('invalid_request', 'The body is no JSON object.');
const wrongToken = problem('forbidden', 'The visitor token is missing, or was not made for this chat.');
export const foreignPage = problem('forbidden', 'Only the chat’s own page may ask this of a browser.');

/**
 * Whether a page other than ours has a browser ask this (Fetch Metadata). Browsers always say so and pages cannot change
 * it; programs, which are no browsers, do not say anything.
 */
export function isForeignPage({ headers }: ProviderRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Only for who has a token of this channel, in a header or in the body: without one nothing is read or written. */
export function forVisitors(answer: (call: Call, body: Record<string, unknown>) => Promise<ProviderResponse>) {
  return async (request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse> => {
    if (isForeignPage(request)) return foreignPage;
    const { channelId = '' } = request.params;
    const body = bodyOf(request);
    // Before the channel is looked for: a stranger costs no reading.
    const visitor = visitorOf(desk, channelId, request.headers['x-visitor-token'] ?? body?.visitorToken);
    if (!visitor) return wrongToken;
    const channel = await desk.channelById(channelId);
    if (!channel) return unknownChannel;
    return body ? answer({ request, desk, channel, visitor }, body) : noJson;
  };
}
