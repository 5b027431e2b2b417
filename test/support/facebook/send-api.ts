import type { StoredFile } from './conversation';
import { badParameter, elsewhere, GraphError } from './graph-error';
import type { StandInPage } from './stand-in-page';

const dayMs = 24 * 60 * 60_000;
const megabyte = 1024 * 1024;

export interface SendCall {
  recipient?: { id?: string };
  messaging_type?: string;
  tag?: string;
  reply_to?: { mid?: string };
  message?: { text?: string; metadata?: string; attachment?: { type?: string; payload?: object } };
}

/** The window in which the page may answer, by what kind of answer it says it is. */
function checkWindow({ messaging_type: type, tag }: SendCall, lastIncomingAt: number | null, now: number): void {
  const isTagged = type === 'MESSAGE_TAG';
  if (!isTagged && type !== 'RESPONSE' && type !== 'UPDATE')
    throw badParameter('param messaging_type must be one of its values');
  if (isTagged && tag !== 'HUMAN_AGENT') throw badParameter('Param tag must be one of {HUMAN_AGENT}');
  const allowedMs = isTagged ? 7 * dayMs : dayMs;
  if (lastIncomingAt !== null && now - lastIncomingAt <= allowedMs) return;
  throw new GraphError(10, 'This message is sent outside of allowed window.', { subcode: 2018278, status: 403 });
}

function checkContent({ message }: SendCall, file: StoredFile | null): void {
  const { text, attachment, metadata } = message ?? {};
  if ((text === undefined) === (attachment === undefined)) throw badParameter('Must have one of: text, attachment');
  if (text !== undefined && (text === '' || text.length > 2000))
    throw badParameter('Length of param message[text] must be between 1 and 2000');
  if (metadata !== undefined && metadata.length > 1000)
    throw badParameter('Length of param message[metadata] must be at most 1000');
  if (attachment === undefined) return;
  if (!['image', 'audio', 'video', 'file'].includes(attachment.type ?? ''))
    throw badParameter('Param attachment[type] is unknown');
  if (file === null) throw badParameter('Upload attachment failure.', 2018047);
  if (file.bytes.length > 25 * megabyte) throw badParameter('Attachment size exceeds allowable limit.', 2018109);
}

/** `POST /{page}/messages`. */
export function sendMessage(page: StandInPage, call: SendCall, file: StoredFile | null): object {
  const conversation = page.conversations.get(call.recipient?.id ?? '');
  if (!conversation) throw badParameter('No matching user found', 2018001);
  checkContent(call, file);
  if (conversation.isBlocked) throw new GraphError(551, 'This person isn’t available right now.', { subcode: 1545041 });
  checkWindow(call, conversation.lastIncomingAt, page.app.clock.next());
  if (conversation.owner !== null && conversation.owner !== page.app.id) throw elsewhere();
  const replyTo = call.reply_to?.mid;
  if (replyTo !== undefined && !conversation.find(replyTo)) throw badParameter('Invalid message id in reply_to');
  const { text, metadata } = call.message ?? {};
  const message = page.say(conversation, {
    ...{ appId: page.app.id, files: file === null ? [] : [file], sentWith: { ...call } },
    ...(text !== undefined && { text }),
    ...(metadata !== undefined && { metadata }),
    ...(replyTo !== undefined && { replyTo }),
  });
  return { recipient_id: conversation.psid, message_id: message.mid };
}
