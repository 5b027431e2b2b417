import type { StandInAccount } from './account';
import { ApiError, notFound } from './api-error';
import { newerPage } from './newer-page';
import type { StandInSender, StandInService } from './sender';

const root = 'https://messaging.twilio.com';
const paging = ['PageSize', 'Page', 'PageToken'];
const at = '2026-03-01T10:00:00Z';

function refuseOthers(query: URLSearchParams, known: string[]): void {
  for (const name of query.keys()) if (!known.includes(name)) throw new ApiError(20001);
}

function senderResource({ sid, address, number, webhookUrl, isSandbox }: StandInSender) {
  return {
    sid,
    // The sandbox is among the senders of every account, and its own webhook is set elsewhere.
    status: isSandbox ? 'OFFLINE' : 'ONLINE',
    sender_id: address,
    configuration: { waba_id: isSandbox ? null : '10000001', verification_method: null },
    webhook: {
      callback_url: isSandbox ? null : webhookUrl,
      callback_method: 'POST',
      fallback_url: null,
      fallback_method: 'POST',
      status_callback_url: null,
      status_callback_method: 'POST',
    },
    profile: { name: `Northwind ${number}` },
    properties: { quality_rating: 'HIGH', messaging_limit: '10K Customers/24hr' },
    offline_reasons: null,
    compliance: null,
    url: `${root}/v2/Channels/Senders/${sid}`,
  };
}

/** The Senders API: of one channel, which has to be named. */
export function sendersPage({ senders }: StandInAccount, query: URLSearchParams) {
  refuseOthers(query, ['Channel', ...paging]);
  if (query.get('Channel') !== 'whatsapp') throw new ApiError(20001);
  const address = `${root}/v2/Channels/Senders`;
  return newerPage([...senders.values()].map(senderResource), { key: 'senders', address, query, usually: 20 });
}

function serviceResource(accountSid: string, { sid, inboundRequestUrl, defersToSender }: StandInService) {
  const url = `${root}/v1/Services/${sid}`;
  return {
    ...{ account_sid: accountSid, sid, friendly_name: 'Support', date_created: at, date_updated: at },
    ...{ inbound_request_url: inboundRequestUrl, inbound_method: 'POST', fallback_url: null, fallback_method: 'POST' },
    ...{ use_inbound_webhook_on_number: defersToSender, status_callback: null, usecase: 'undeclared', url },
    links: { channel_senders: `${url}/ChannelSenders` },
  };
}

export function servicesPage({ sid, services }: StandInAccount, query: URLSearchParams) {
  refuseOthers(query, paging);
  const all = services.map((service) => serviceResource(sid, service));
  return newerPage(all, { key: 'services', address: `${root}/v1/Services`, query });
}

export function serviceSendersPage(account: StandInAccount, serviceSid: string | undefined, query: URLSearchParams) {
  refuseOthers(query, paging);
  const service = account.services.find(({ sid }) => sid === serviceSid);
  if (service === undefined) throw notFound;
  const address = `${root}/v1/Services/${service.sid}/ChannelSenders`;
  const all = service.senders.map(({ sid, address: sender }) => ({
    ...{ account_sid: account.sid, messaging_service_sid: service.sid, sid, sender, sender_type: 'WhatsApp' },
    ...{ country_code: 'US', date_created: at, date_updated: at, url: `${address}/${sid}` },
  }));
  return newerPage(all, { key: 'senders', address, query });
}
