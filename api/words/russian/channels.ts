import { count, defineSentences } from '../sentences';

/** What is true of any messenger. */
export const channelWords = defineSentences({
  'Ask the client to send it again.': 'Попросите клиента прислать его ещё раз.',
  'Ask the client to send it another way.': 'Попросите клиента передать его другим способом.',
  'Check this server’s internet connection, name resolution and firewall.':
    'Проверьте у этого сервера подключение к интернету, разрешение имён и брандмауэр.',
  'Connect again when it is over.': 'Подключите ещё раз, когда это пройдёт.',
  'Connect it, then activate it.': 'Подключите его, затем включите.',
  'Enter them again.': 'Введите их заново.',
  'If this goes on, check whether a proxy stands in between.':
    'Если это не пройдёт, проверьте, не стоит ли на пути прокси.',
  'If {host} leads to this Parley, enter it as SiteUrl.': 'Если {host} ведёт к этому Parley, укажите его в SiteUrl.',
  'Not connected yet.': 'Ещё не подключён.',
  'Not looked at since it was switched off.': 'Не проверялся с тех пор, как его отключили.',
  'Not looked at since it was switched on.': 'Не проверялся с тех пор, как его включили.',
  'Parley keeps trying.': 'Parley повторяет попытки.',
  'Parley waits and goes on by itself.': 'Parley подождёт и продолжит сам.',
  'Parley waits {seconds} seconds, as {messenger} wishes, and goes on by itself.': ({ seconds, messenger }) =>
    `Parley подождёт ${count(seconds, 'секунду', 'секунды', 'секунд')}, как просит ${messenger}, и продолжит сам.`,
  'Ready to receive.': 'Готов принимать.',
  'Receiving messages.': 'Сообщения принимаются.',
  'Send a smaller file, or a link.': 'Отправьте файл поменьше или ссылку.',
  'Send a smaller one, or a link.': 'Отправьте файл поменьше или ссылку.',
  'Send it again.': 'Отправьте ещё раз.',
  'Send the others apart.': 'Остальные отправьте отдельно.',
  'The channel has no queue, so it takes no messages in: choose one.':
    'У канала нет очереди, поэтому он не принимает сообщений: выберите её.',
  'The channel is not active and has no queue, so it takes no messages in: choose a queue and activate it.':
    'Канал отключён и у него нет очереди, поэтому он не принимает сообщений: выберите очередь и включите его.',
  'The channel is not active, so it takes no messages in: activate it.':
    'Канал отключён, поэтому он не принимает сообщений: включите его.',
  'The channel “{name}” has not been well for five minutes: {sentence}':
    'Канал «{name}» уже пять минут не в порядке. {sentence}',
  'The channel “{name}” will soon stop working: {sentence}': 'Канал «{name}» скоро перестанет работать. {sentence}',
  'The channel’s settings are incomplete.': 'Параметры канала неполны.',
  'The connection to {messenger} broke before its answer was there.': 'Соединение с {messenger} оборвалось до ответа.',
  'The file is larger than 100 MB.': 'Файл больше 100 МБ.',
  'The request was ended before {messenger} answered.': 'Запрос прерван до ответа {messenger}.',
  'There is nothing to do here: Parley keeps trying.': 'Здесь ничего делать не нужно: Parley повторяет попытки.',
  'Try another format, or send a link.': 'Попробуйте другой формат или отправьте ссылку.',
  'Wait until he writes.': 'Подождите, пока он напишет.',
  'What leads to {messenger} takes no request of this size (HTTP 413).':
    'Запрос такого размера не проходит на пути к {messenger} (HTTP 413).',
  '{messenger} accepts the channel.': '{messenger} принимает канал.',
  '{messenger} asks for fewer requests.': '{messenger} просит обращаться реже.',
  '{messenger} did not answer in time.': '{messenger} не ответил вовремя.',
  '{messenger} does not take it at the moment (HTTP {status}).':
    '{messenger} сейчас не принимает запрос (HTTP {status}).',
});
