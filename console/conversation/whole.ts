import type { ChatDetails, Message } from '../app/types';

/** While an upgrade is under way, an API process of the version before may answer: of what came since it tells nothing. */
const untold = {
  ...{ kind: 'message', notice: null, versions: [], replyTo: null, links: [], marks: [], furtherContacts: [] },
  ...{ forwardedFrom: null, quote: null, externalReply: null, albumId: null, referral: null },
} satisfies Partial<Message>;

export function wholeMessage(message: Message): Message {
  const { attachments, sharedContact: card } = message;
  return {
    ...untold,
    ...message,
    attachments: attachments.map((attachment) => ({ ...{ isQuoted: false, previewUrl: null }, ...attachment })),
    sharedContact: card && { ...{ phones: card.phoneNumber === '' ? [] : [card.phoneNumber], emails: [] }, ...card },
  };
}

export function wholeDetails(details: ChatDetails): ChatDetails {
  return { ...{ referral: null }, ...details };
}
