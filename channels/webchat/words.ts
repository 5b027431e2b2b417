const en = {
  greeting: 'Write to us: we answer here.',
  conversation: 'Conversation',
  messages: 'Messages',
  yourName: 'Your name',
  optional: 'optional',
  yourMessage: 'Your message',
  writeMessage: 'Write a message',
  send: 'Send',
  attach: 'Attach files',
  attached: 'Attached files',
  removeFile: 'Remove {name}',
  dropHere: 'Drop your files here',
  close: 'Close the chat',
  open: 'Open the chat',
  hint: 'Enter sends, Shift and Enter begins a new line.',
  needsScript: 'This chat needs JavaScript.',
  you: 'You',
  answer: 'Answer',
  sending: 'Sending',
  sendingPart: 'Sending, {percent} %',
  sent: 'Sent',
  notSent: 'Not sent: {reason}',
  tryAgain: 'Try again',
  discard: 'Delete',
  notAvailable: '{name} (not available)',
  newMessages: 'New messages',
  lost: 'The connection is lost. Trying again…',
  notYetSent: 'Your message could not be sent yet. It is kept, and sent as soon as possible.',
  tooFast: 'That was a lot at once. What you wrote is kept, and sent in a moment.',
  closedNow: 'This chat is closed at the moment. What you write is kept.',
  forgets: 'Your browser lets this chat keep nothing: after a reload it begins anew.',
  fileTooLarge: '{name} is too large: a file may have at most {limit} MB.',
  fileEmpty: '{name} is empty.',
  fileGone: 'A file of it is no longer there. Attach it again.',
  tooManyFiles: 'At most {limit} files go with one message.',
  kilobytes: '{size} kB',
  megabytes: '{size} MB',
  unavailable: 'This chat is not available',
  unavailableWhy: 'It does not exist, or it is not open at the moment. Please try again later.',
  unread_one: '{count} new message',
  unread_few: '{count} new messages',
  unread_many: '{count} new messages',
  unread_other: '{count} new messages',
};

export type Words = typeof en;

const ru: Words = {
  greeting: 'Напишите нам — ответим здесь.',
  conversation: 'Переписка',
  messages: 'Сообщения',
  yourName: 'Ваше имя',
  optional: 'необязательно',
  yourMessage: 'Ваше сообщение',
  writeMessage: 'Напишите сообщение',
  send: 'Отправить',
  attach: 'Прикрепить файлы',
  attached: 'Прикреплённые файлы',
  removeFile: 'Убрать {name}',
  dropHere: 'Перетащите файлы сюда',
  close: 'Закрыть чат',
  open: 'Открыть чат',
  hint: 'Enter отправляет, Shift и Enter — новая строка.',
  needsScript: 'Для чата нужен JavaScript.',
  you: 'Вы',
  answer: 'Ответ',
  sending: 'Отправляется',
  sendingPart: 'Отправляется, {percent} %',
  sent: 'Отправлено',
  notSent: 'Не отправлено: {reason}',
  tryAgain: 'Повторить',
  discard: 'Удалить',
  notAvailable: '{name} (недоступен)',
  newMessages: 'Новые сообщения',
  lost: 'Связь потеряна. Пробуем снова…',
  notYetSent: 'Сообщение пока не отправлено. Оно сохранено и уйдёт при первой возможности.',
  tooFast: 'Слишком много сообщений сразу. Написанное сохранено и уйдёт чуть позже.',
  closedNow: 'Чат сейчас закрыт. Написанное сохранится.',
  forgets: 'Браузер не даёт чату ничего запоминать: после перезагрузки переписка начнётся заново.',
  fileTooLarge: '{name} слишком велик: файл может занимать не более {limit} МБ.',
  fileEmpty: '{name} пуст.',
  fileGone: 'Одного из файлов больше нет. Прикрепите его ещё раз.',
  tooManyFiles: 'С одним сообщением можно отправить не более {limit} файлов.',
  kilobytes: '{size} кБ',
  megabytes: '{size} МБ',
  unavailable: 'Чат недоступен',
  unavailableWhy: 'Его нет, или он сейчас закрыт. Попробуйте позже.',
  unread_one: '{count} новое сообщение',
  unread_few: '{count} новых сообщения',
  unread_many: '{count} новых сообщений',
  unread_other: '{count} нового сообщения',
};

const languages: Record<string, Words> = { en, ru };

/** The page's languages that a browser asks for (`Accept-Language`, RFC 9110), the dearest first. */
function wanted(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const quality = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { language: tag.split('-')[0] ?? '', quality: Number(quality ?? 1) };
    })
    .filter(({ language, quality }) => Object.hasOwn(languages, language) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => language);
}

/** In the visitor's language where the page has it, else in the channel's, else in English. */
export function wordsFor(
  acceptLanguage: string | undefined,
  channelLanguage?: string,
): { language: string; words: Words } {
  const ofChannel = channelLanguage?.toLowerCase().split('-')[0] ?? '';
  const language = [...wanted(acceptLanguage ?? ''), ofChannel].find((one) => Object.hasOwn(languages, one)) ?? 'en';
  return { language, words: languages[language] ?? en };
}
