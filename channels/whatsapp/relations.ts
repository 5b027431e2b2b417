import type { IncomingMessage } from '../../domain/inbound';
import { field } from './form';

/** By which advertisement or post the client came, and whether he passes on words of another. */
export function relationsOf(form: object): Pick<IncomingMessage, 'referral' | 'forwardedFrom'> {
  const told = (name: string) => field(form, `Referral${name}`) || null;
  const [title, url, id, text] = [told('Headline'), told('SourceUrl'), told('SourceId'), told('Body')];
  const source = told('SourceType');
  const isReferred = [source, title, url, id, text].some((part) => part !== null);
  const isForwarded = [field(form, 'Forwarded'), field(form, 'FrequentlyForwarded')].includes('true');
  return {
    ...(isReferred && { referral: { source: source ?? 'ad', title, url, id, text } }),
    // WhatsApp tells nobody whose they are.
    ...(isForwarded && { forwardedFrom: { name: null, url: null } }),
  };
}
