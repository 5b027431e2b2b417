import type { ChatFullInfo } from 'grammy/types';
import { badRequest } from '../api-error';
import type { BotCore } from '../bot-core';
import { fileFields } from '../media-objects';
import { readableChat } from './chat-access';
import type { Method } from './method';

export const getMe: Method = ({ bot }) => ({ result: bot.me });

export const getFile: Method = ({ bot, call }) => {
  const fileId = call.text('file_id');
  if (fileId === '') throw badRequest('file_id not specified');
  const file = bot.files.find(fileId);
  if (!file) throw badRequest('invalid file_id');
  const path = bot.files.open(file);
  return { result: { ...fileFields(file), file_path: path } };
};

export const getUserProfilePhotos: Method = ({ bot, call }) => {
  const userId = call.integer('user_id', { min: 0 });
  if (userId === 0) throw badRequest('invalid user_id specified');
  const conversation = bot.conversations.get(userId);
  if (!conversation) throw badRequest('user not found');
  const offset = call.integer('offset', { min: 0 });
  const limit = call.integer('limit', { fallback: 100, min: 1, max: 100 });
  const all = conversation.profilePhotos;
  return { result: { total_count: all.length, photos: all.slice(offset, offset + limit) } };
};

function chatPhoto(bot: BotCore, userId: number): ChatFullInfo['photo'] {
  const sizes = bot.conversations.get(userId)?.profilePhotos[0];
  const small = sizes?.[0];
  const big = sizes?.at(-1);
  return (
    small &&
    big && {
      small_file_id: small.file_id,
      small_file_unique_id: small.file_unique_id,
      big_file_id: big.file_id,
      big_file_unique_id: big.file_unique_id,
    }
  );
}

export const getChat: Method = ({ bot, call }) => {
  const { chat } = readableChat(bot, call);
  const result: ChatFullInfo = {
    ...chat,
    active_usernames: chat.username === undefined ? undefined : [chat.username],
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: true,
      gifts_from_channels: true,
    },
    accent_color_id: chat.id % 7,
    max_reaction_count: 11,
    photo: chatPhoto(bot, chat.id),
  };
  return { result };
};
