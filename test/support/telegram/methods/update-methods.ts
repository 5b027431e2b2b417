import { badRequest } from '../api-error';
import type { Method } from './method';

const webhookIsActive =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

export const getUpdates: Method = async ({ bot, call, onGone }) => {
  if (bot.webhook) throw await bot.polling.refusal(webhookIsActive);
  return { result: await bot.polling.getUpdates(call, onGone) };
};

export const deleteWebhook: Method = ({ bot, call }) => {
  const description = bot.webhook ? 'Webhook was deleted' : 'Webhook is already deleted';
  bot.webhook = undefined;
  if (call.flag('drop_pending_updates')) bot.queue.clear();
  return { result: true, description };
};

export const setWebhook: Method = (input) => {
  const { bot, call } = input;
  const url = call.text('url');
  if (url === '') return deleteWebhook(input);
  if (!URL.canParse(url)) throw badRequest('invalid webhook URL specified');
  if (!url.startsWith('https:')) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  const secret = call.text('secret_token');
  if (secret.length > 256) throw badRequest('secret token is too long');
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  const description = bot.webhook?.url === url ? 'Webhook is already set' : 'Webhook was set';
  const maxConnections = call.integer('max_connections', { fallback: 40, min: 1, max: 100 });
  bot.activateWebhook({ url, maxConnections, ipAddress: call.text('ip_address') || '203.0.113.1' });
  bot.allowed.takeFrom(call);
  if (call.flag('drop_pending_updates')) bot.queue.clear();
  return { result: true, description };
};

export const getWebhookInfo: Method = ({ bot }) => {
  const { webhook } = bot;
  const result = {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.queue.pending.length,
    max_connections: webhook?.maxConnections,
    ip_address: webhook?.ipAddress,
    allowed_updates: bot.allowed.names,
  };
  return { result };
};
