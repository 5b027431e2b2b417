import { count, defineSentences, size } from '../sentences';

/** Requests as such, and who may ask. */
export const requestWords = defineSentences({
  'A field may have at most {most}.': ({ most }) => `Поле может занимать не больше ${size(most)}.`,
  'A file may have at most {most}.': ({ most }) => `Файл может занимать не больше ${size(most)}.`,
  'Ask again in a moment.': 'Повторите через мгновение.',
  'Choose a file with something in it.': 'Выберите файл с содержимым.',
  'Here only {methods} can be used.': 'Здесь можно использовать только {methods}.',
  'is none of this list: take it from `nextCursor`, or leave it out':
    'не от этого списка: возьмите его из `nextCursor` или не указывайте',
  'Load the page that showed it again.': 'Загрузите заново страницу, на которой он был.',
  'must be valid JSON': 'нужен правильный JSON',
  'must have 1 to {limit} characters': ({ limit }) => `от 1 до ${count(limit, 'символа', 'символов')}`,
  'Operations can find it in the log.': 'Подробности — в журнале службы.',
  'Send a file of the type {wanted}*; this one is {given}.': ({ wanted, given }) =>
    `Отправьте файл типа ${wanted}*; тип этого — ${given}.`,
  'Send at most {files} file(s), in the form field "{field}".': ({ files, field }) =>
    `Отправьте не больше ${count(files, 'файла', 'файлов')}, в поле формы «${field}».`,
  'Send no body here.': 'Здесь тело не нужно.',
  'Send the body as application/json or multipart/form-data.':
    'Отправьте тело как application/json или multipart/form-data.',
  'Send the body as application/json.': 'Отправьте тело как application/json.',
  'Send the body as it is, not compressed.': 'Отправьте тело как есть, без сжатия.',
  'Send the body as JSON in UTF-8.': 'Отправьте тело как JSON в UTF-8.',
  'Send the body as multipart/form-data.': 'Отправьте тело как multipart/form-data.',
  'Send the file in the form field "{field}".': 'Отправьте файл в поле формы «{field}».',
  'Sign in again.': 'Войдите снова.',
  'Sign in at /api/login, or at the identity server, and send "Authorization: Bearer <token>".':
    'Войдите через /api/login или через сервер идентификации и отправляйте «Authorization: Bearer <токен>».',
  'Something went wrong on our side.': 'На нашей стороне произошла ошибка.',
  'The address is malformed.': 'Адрес составлен неверно.',
  'The body broke off.': 'Тело оборвалось.',
  'The body did not arrive in time.': 'Тело не пришло вовремя.',
  'The body is no valid JSON object.': 'Тело — не правильный объект JSON.',
  'The body is too large.': 'Тело слишком большое.',
  'The body may have at most {most}.': ({ most }) => `Тело может занимать не больше ${size(most)}.`,
  'The console is not built: `npm run build` builds it.': 'Консоль не собрана: её собирает `npm run build`.',
  'The form could not be read: {said}.': 'Не удалось прочитать форму: {said}.',
  'The identity server cannot be asked at the moment whether the token holds.':
    'У сервера идентификации сейчас нельзя спросить, действует ли токен.',
  'The login or the password is wrong.': 'Неверный логин или пароль.',
  'The request could not be read.': 'Запрос не удалось прочитать.',
  'The request with this Idempotency-Key is still being worked on.': 'Запрос с этим Idempotency-Key ещё выполняется.',
  'The store cannot be reached at the moment.': 'Хранилище сейчас недоступно.',
  'The token is not valid, or has run out.': 'Токен недействителен или истёк.',
  'There is no such file; reload the page.': 'Такого файла нет; обновите страницу.',
  'There is no {path} here. /api/docs shows what there is.':
    'Адреса {path} здесь нет. Какие есть, показывает /api/docs.',
  'This account signs in at the identity server and has no password here.':
    'Эта учётная запись входит через сервер идентификации, пароля здесь у неё нет.',
  'This address is not valid or has run out.': 'Этот адрес недействителен или истёк.',
  'This file is not there any more.': 'Этого файла больше нет.',
  'This Idempotency-Key was used for another request.': 'Этот Idempotency-Key уже использован для другого запроса.',
  'This needs the permission {permission}.': 'Для этого нужно право {permission}.',
  'Too many failed attempts to sign in.': 'Слишком много неудачных попыток войти.',
  'Try again soon.': 'Повторите чуть позже.',
  'Use a new key for each request.': 'Для каждого запроса берите новый ключ.',
  'Wait, then try again.': 'Подождите и повторите.',
});
