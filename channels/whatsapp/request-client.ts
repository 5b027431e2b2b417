import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient';
import type { Connection } from '../shared/fresh-connection';
import { rooted } from './origin';

/** More than the largest page of messages. */
const largestAnswerBytes = 20 * 1024 * 1024;

/**
 * Twilio's client with its origin replaced, which it offers no setting for. It repeats nothing: whether a message may be
 * sent again, only the caller knows. It follows no redirect and writes no log, both of which could carry secrets away.
 */
export class RootedRequestClient extends twilio.RequestClient {
  constructor(
    private readonly apiRoot: string,
    connection: Connection,
    ending: AbortSignal,
  ) {
    super({ autoRetry: false, keepAlive: false });
    this.axios.defaults.httpAgent = connection.agent;
    this.axios.defaults.httpsAgent = connection.agent;
    this.axios.defaults.signal = ending;
    this.axios.defaults.maxContentLength = largestAnswerBytes;
  }

  override request<TData>(asked: RequestClient.RequestOptions<TData>) {
    const uri = rooted(this.apiRoot, asked.uri).href;
    return super.request<TData>({ ...asked, uri, allowRedirects: false, logLevel: undefined });
  }
}
