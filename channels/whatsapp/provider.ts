import type { Provider } from '../contract';
import { createReceiptClock } from '../shared/receipt-clock';
import { loadWhatsAppFile } from './attachments';
import { type ConnectPace, connectPace, connectWhatsApp } from './connect';
import { findSentToWhatsApp } from './find-sent';
import { replyWindow, whatsAppLimits } from './limits';
import { parseWhatsApp } from './parse';
import { pollWhatsApp } from './poll';
import { registerWhatsApp } from './register';
import { whatsAppRoutes } from './routes';
import { sendToWhatsApp } from './send';
import { whatsAppSettings } from './settings';
import { listWhatsAppTemplates } from './templates';

interface WhatsAppOptions {
  /** Twilio's API. */
  apiRoot: string;
  connecting?: ConnectPace;
}

/** WhatsApp, through Twilio (domain 7). Twilio calls us; polling is the safety net for what it could not deliver. */
export function createWhatsAppProvider({ apiRoot, connecting = connectPace }: WhatsAppOptions): Provider {
  return {
    code: 'whatsapp',
    title: 'WhatsApp',
    beganAt: new Date('2009-02-24'),
    stampsByReceipt: true,
    clientIdChangesForm: true,
    settingsSchema: whatsAppSettings,
    outgoing: whatsAppLimits,
    register: registerWhatsApp,
    connect: (channel, site) => connectWhatsApp(apiRoot, channel, site, connecting),
    parse: parseWhatsApp,
    /** Nothing but the name that comes with the messages is told of a client. */
    loadAttachment: (channel, reference) => loadWhatsAppFile(apiRoot, channel, reference),
    send: (channel, message) => sendToWhatsApp(apiRoot, channel, message),
    findSent: (channel, message, known) => findSentToWhatsApp(apiRoot, channel, message, known),
    replyWindow,
    listTemplates: (channel) => listWhatsAppTemplates(apiRoot, channel),
    poll: (request) => pollWhatsApp(apiRoot, request),
    routes: whatsAppRoutes(createReceiptClock()),
  };
}
