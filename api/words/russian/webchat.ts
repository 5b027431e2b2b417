import { defineSentences } from '../sentences';

export const webchatWords = defineSentences({
  'A file is not there (any more).': 'Одного из файлов (больше) нет.',
  'Bring the files of this message once more, then send it.':
    'Передайте файлы этого сообщения ещё раз, затем отправьте его.',
  'Only the chat’s own page may ask this of a browser.': 'Попросить об этом браузер может только сама страница чата.',
  'Some fields are missing or not as they should be.': 'Некоторые поля не указаны или заполнены неверно.',
  'That was too much at once.': 'Слишком много сразу.',
  'The body is no JSON object.': 'Тело — не объект JSON.',
  'The file is empty.': 'Файл пуст.',
  'The web chat keeps files itself: there is no other place to load one from.':
    'Веб-чат хранит файлы сам: загружать их больше неоткуда.',
  'The visitor token is missing, or was not made for this chat.':
    'Токен посетителя не указан или выдан не для этого чата.',
  'There is no such chat, or it is not open at the moment.': 'Такого чата нет, или он сейчас закрыт.',
  'There is nothing in it to read': 'В нём нечего читать',
  'This is nothing that the web chat’s page sends.': 'Такого страница чата не отправляет.',
  'Try again in {seconds} s.': 'Повторите через {seconds} с.',
  'Write it as #0b6b58.': 'Напишите его как #0b6b58.',
  'Write it as https://shop.example or https://*.shop.example, without a path.':
    'Напишите его как https://shop.example или https://*.shop.example, без пути.',
});
