import { badRequest } from '../api-error';
import { textContent } from '../formatted-text';
import { writableChat } from './chat-access';
import { deliver } from './deliver';
import type { Method } from './method';

const chatActions = new Set([
  'cancel',
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'record_audio',
  'upload_audio',
  'upload_document',
  'choose_sticker',
  'find_location',
  'pick_up_location',
  'record_video_note',
  'upload_video_note',
]);

export const sendMessage: Method = ({ bot, call }) => {
  if (call.text('text') === '') throw badRequest('message text is empty');
  return deliver(bot, call, () => textContent(call));
};

export const sendLocation: Method = ({ bot, call }) => {
  const latitude = call.text('latitude').trim();
  if (latitude === '') throw badRequest('latitude is empty');
  const longitude = call.text('longitude').trim();
  if (longitude === '') throw badRequest('longitude is empty');
  const location = { latitude: Number.parseFloat(latitude) || 0, longitude: Number.parseFloat(longitude) || 0 };
  return deliver(bot, call, () => {
    if (Math.abs(location.latitude) > 90) throw badRequest('wrong location specified');
    return { location };
  });
};

export const sendContact: Method = ({ bot, call }) => {
  const contact = {
    phone_number: call.required('phone_number'),
    first_name: call.required('first_name'),
    last_name: call.text('last_name') || undefined,
    vcard: call.text('vcard') || undefined,
  };
  return deliver(bot, call, () => ({ contact }));
};

export const sendChatAction: Method = ({ bot, call }) => {
  if (!chatActions.has(call.text('action').toLowerCase())) throw badRequest('wrong parameter action in request');
  writableChat(bot, call);
  return { result: true };
};
