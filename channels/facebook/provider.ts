import type { Provider } from '../contract';
import type { FacebookApp } from './app';
import { loadFacebookFile } from './attachments';
import { findSentAtFacebook } from './find-sent';
import { facebookLimits, facebookWindow } from './limits';
import { createPageLogin, type PageLogin } from './page-login';
import { parseEntry } from './parse';
import { pollFacebook } from './poll';
import { readFacebookProfile } from './profile';
import { registerFacebook } from './register';
import { facebookRoutes } from './routes';
import { sendToFacebook } from './send';
import { facebookSettings } from './settings';
import { handBack, takeOver } from './threads';

/** Where pages come from: the API has routes for it, which no other provider needs. */
export interface FacebookProvider extends Provider {
  pageLogin: PageLogin;
}

/** Facebook Messenger, through a page (domain 6). */
export function createFacebookProvider(app: FacebookApp): FacebookProvider {
  return {
    code: 'facebook',
    title: 'Facebook Messenger',
    beganAt: new Date('2011-08-09'),
    settingsSchema: facebookSettings,
    outgoing: facebookLimits,
    register: (settings) => registerFacebook(app, settings),
    parse: (payload) => parseEntry(payload, app.appId),
    readProfile: (channel, clientId) => readFacebookProfile(app, channel, clientId),
    loadAttachment: (_channel, reference) => loadFacebookFile(app, reference),
    send: (channel, message) => sendToFacebook(app, channel, message),
    findSent: (channel, message, known) => findSentAtFacebook({ app, channel }, message, known),
    replyWindow: facebookWindow,
    threads: {
      handBack: (channel, clientId) => handBack({ app, channel, clientId }),
      takeOver: (channel, clientId) => takeOver({ app, channel, clientId }),
    },
    poll: (request) => pollFacebook(app, request),
    routes: facebookRoutes(app),
    pageLogin: createPageLogin(app),
  };
}
