import { refusalOf } from '../../channels/telegram/refusals';

test.each([
  [403, 'Forbidden: bot was blocked by the user', 'blocked_by_client', /unblocks/],
  [400, 'Bad Request: USER_IS_BLOCKED', 'blocked_by_client', /unblocks/],
  [403, 'Forbidden: user is deactivated', 'client_deactivated', /no longer exists/],
  [400, 'Bad Request: INPUT_USER_DEACTIVATED', 'client_deactivated', /no longer exists/],
  [403, "Forbidden: bot can't initiate conversation with a user", 'client_not_reachable', /written to it first/],
  [403, "Forbidden: bot can't send messages to bots", 'client_not_reachable', /written to it first/],
  [400, 'Bad Request: chat not found', 'client_not_found', /no such conversation/],
  [400, 'Bad Request: PEER_ID_INVALID', 'client_not_found', /no such conversation/],
  [403, 'Forbidden: PRIVACY_PREMIUM_REQUIRED', 'privacy_forbids', /privacy settings/],
  [400, 'Bad Request: not enough rights to send text messages to the chat', 'writing_forbidden', /may not write/],
  [403, 'Forbidden: CHAT_WRITE_FORBIDDEN', 'writing_forbidden', /may not write/],
  [400, 'Bad Request: message is too long', 'text_too_long', /Shorten/],
  [400, 'Bad Request: message caption is too long', 'text_too_long', /Shorten/],
  [400, 'Bad Request: MESSAGE_TOO_LONG', 'text_too_long', /Shorten/],
  [400, 'Bad Request: MEDIA_CAPTION_TOO_LONG', 'text_too_long', /Shorten/],
  [400, 'Bad Request: message text is empty', 'text_empty', /without text or file/],
  [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS', 'photo_refused', /as a picture/],
  [400, 'Bad Request: IMAGE_PROCESS_FAILED', 'photo_refused', /as a picture/],
  [400, 'Bad Request: PHOTO_SAVE_FILE_INVALID', 'photo_refused', /as a picture/],
  [413, 'Request Entity Too Large', 'file_too_big', /smaller/],
  [400, 'Bad Request: file is too big', 'file_too_big', /smaller/],
  [400, 'Bad Request: file must be non-empty', 'file_empty', /no empty files/],
  [400, 'Bad Request: FILE_PART_3_MISSING', 'file_broken', /not reach Telegram as a whole/],
  [400, 'Bad Request: VIDEO_CONTENT_TYPE_INVALID', 'file_refused', /another format/],
  [400, 'Bad Request: MEDIA_INVALID', 'file_refused', /another format/],
  [400, 'Bad Request: VOICE_MESSAGES_FORBIDDEN', 'voice_forbidden', /Write to him instead/],
  [400, 'Bad Request: TOPIC_CLOSED', 'refused_by_telegram', /Telegram refused it: Bad Request: TOPIC_CLOSED\./],
  [403, 'Forbidden: something new', 'forbidden_by_telegram', /Telegram refused it/],
])('%i “%s” is told as %s', (status, description, code, reason) => {
  expect(refusalOf(status, description)).toEqual({ code, reason: expect.stringMatching(reason) });
});
