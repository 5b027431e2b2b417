import { count, defineSentences } from '../sentences';

/** Why a message, a file or a process failed after it was asked for. */
export const failureWords = defineSentences({
  'A file of this message is gone.': 'Одного из файлов этого сообщения больше нет.',
  'A step did not end in time: {step}.': 'Шаг не завершился вовремя: {step}.',
  'Ask the client before you send it again.': 'Спросите клиента, прежде чем отправлять ещё раз.',
  'It failed without a word.': 'Произошёл сбой без объяснения.',
  'It is not known whether this was sent: the messenger gave no clear answer.':
    'Неизвестно, отправлено ли это сообщение: мессенджер не дал ясного ответа.',
  'It took longer than {minutes} minutes.': ({ minutes }) =>
    `Процесс длился дольше ${count(minutes, 'минуты', 'минут')}.`,
  'It was ended by hand.': 'Процесс прервали вручную.',
  'No worker took it up within {minutes} minutes: nobody seems to serve the task queue {queue}.': ({
    minutes,
    queue,
  }) =>
    `За ${count(minutes, 'минуту', 'минуты', 'минут')} процесс никто не взял: похоже, очередь задач ${queue} никто не обслуживает.`,
  'The channel of this file is gone.': 'Канала этого файла больше нет.',
  'The channel was switched off before this was sent.': 'Канал отключили до отправки этого сообщения.',
  'The file could not be read from our store.': 'Не удалось прочитать файл из хранилища Parley.',
  'The messenger did not deliver this file, although it was asked several times.':
    'Мессенджер не передал этот файл, хотя его запрашивали несколько раз.',
  'The webhook answered {status}.': 'Вебхук ответил {status}.',
  'The webhook cannot be reached: it does not answer.': 'Вебхук недоступен: он не отвечает.',
  'The webhook cannot be reached: {error}.': 'Вебхук недоступен: {error}.',
  'The webhook must not be called: its address is closed.': 'Вебхук вызывать нельзя: его адрес закрыт.',
  'The webhook must not be called: its name leads to an address that is closed.':
    'Вебхук вызывать нельзя: его имя ведёт на закрытый адрес.',
  'There is no process {name} any more.': 'Процесса {name} больше нет.',
});
