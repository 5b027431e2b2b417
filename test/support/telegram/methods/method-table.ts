import { editMessageText } from './edit-message';
import type { Method } from './method';
import { getChat, getFile, getMe, getUserProfilePhotos } from './read-methods';
import { sendMedia } from './send-media';
import { sendChatAction, sendContact, sendLocation, sendMessage } from './send-plain';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './update-methods';

const methods: Record<string, Method> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  getFile,
  getChat,
  getUserProfilePhotos,
  sendMessage,
  sendPhoto: sendMedia('photo', { hasCaption: true }),
  sendDocument: sendMedia('document', { hasCaption: true }),
  sendAudio: sendMedia('audio', { hasCaption: true }),
  sendVoice: sendMedia('voice', { hasCaption: true }),
  sendVideo: sendMedia('video', { hasCaption: true }),
  sendVideoNote: sendMedia('video_note', { hasCaption: false }),
  sendAnimation: sendMedia('animation', { hasCaption: true }),
  sendSticker: sendMedia('sticker', { hasCaption: false }),
  sendLocation,
  sendContact,
  sendChatAction,
  editMessageText,
};

const namesByLowerCase = new Map(Object.keys(methods).map((name) => [name.toLowerCase(), name]));

/** The server takes a method's name in any case; an unknown one keeps the caller's spelling. */
export function properName(method: string): string {
  return namesByLowerCase.get(method.toLowerCase()) ?? method;
}

export function findMethod(name: string): Method | undefined {
  return methods[name];
}
