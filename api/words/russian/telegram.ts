import { defineSentences } from '../sentences';

export const telegramWords = defineSentences({
  'Another program has set a webhook for this bot, so Telegram hands the bot’s messages to it and not to Parley.':
    'Другая программа задала для этого бота вебхук, поэтому Telegram отдаёт сообщения бота ей, а не Parley.',
  'Another program has set a webhook for this bot, so Telegram hands the bot’s messages to {host} and not to Parley.':
    'Другая программа задала для этого бота вебхук, поэтому Telegram отдаёт сообщения бота на {host}, а не Parley.',
  'Another program, or another installation of Parley, asks Telegram for this bot’s messages too, so Parley takes none in beside it.':
    'Сообщения этого бота запрашивает у Telegram ещё одна программа или другая установка Parley, поэтому Parley их не принимает.',
  'BotFather shows it when the bot is made.': 'BotFather показывает его, когда создаёт бота.',
  'Check whether a proxy stands in between, and what TELEGRAM_API_ROOT says.':
    'Проверьте, не стоит ли на пути прокси и что указано в TELEGRAM_API_ROOT.',
  'Complete the chat.': 'Завершите чат.',
  'Copy it again from BotFather (/mybots, the bot, API Token): one that was revoked there no longer counts.':
    'Скопируйте его заново из BotFather (/mybots, бот, API Token): отозванный там уже не действует.',
  'Copy it from BotFather as a whole.': 'Скопируйте его из BotFather целиком.',
  'Delete the webhook there (method deleteWebhook), or give Parley a bot of its own.':
    'Удалите там вебхук (метод deleteWebhook) или дайте Parley отдельного бота.',
  'Get the current token from BotFather (/mybots, API Token) and enter it in the channel’s settings.':
    'Возьмите действующий токен у BotFather (/mybots, API Token) и введите его в параметрах канала.',
  'He can be written to again as soon as he unblocks it.':
    'Ему снова можно будет писать, как только он разблокирует бота.',
  'He has to change them, or be reached another way.': 'Пусть он изменит их, или свяжитесь с ним другим способом.',
  'It may be of another bot, or the client has deleted his account.':
    'Возможно, она другого бота, или клиент удалил свою учётную запись.',
  'It was revoked, or the bot was deleted.': 'Он отозван, или бот удалён.',
  'Parley keeps trying, and Telegram keeps messages for 24 hours.':
    'Parley повторяет попытки, а Telegram хранит сообщения 24 часа.',
  'Shorten it, or send it in parts.': 'Сократите его или отправьте по частям.',
  'Stop the other one, or revoke the token in BotFather and enter the new one here only.':
    'Остановите её или отзовите токен в BotFather и введите новый только здесь.',
  'Telegram cannot be reached.': 'Telegram недоступен.',
  'Telegram cannot show this file as a picture.': 'Telegram не может показать этот файл как изображение.',
  'Telegram could not take this file.': 'Telegram не смог принять этот файл.',
  'Telegram does not hand out this file at the moment.': 'Telegram сейчас не отдаёт этот файл.',
  'Telegram does not know this file as one of this bot’s.': 'Telegram не знает этот файл как файл этого бота.',
  'Telegram does not know this token.': 'Telegram не знает этот токен.',
  'Telegram has a fault of its own (error {code}).': 'У Telegram собственный сбой (ошибка {code}).',
  'Telegram knows no such conversation of this bot.': 'Telegram не знает такой переписки этого бота.',
  'Telegram lets a bot write only to people who have written to it first.':
    'Telegram разрешает боту писать только тем, кто написал ему первым.',
  'Telegram no longer has this file.': 'У Telegram больше нет этого файла.',
  'Telegram refused it: {said}.': 'Telegram отказал: {said}.',
  'Telegram sends no message without text or file.': 'Telegram не отправляет сообщения без текста и файла.',
  'Telegram takes no empty files.': 'Telegram не принимает пустые файлы.',
  'Telegram takes one file a message.': 'Telegram принимает по одному файлу в сообщении.',
  'The bot’s token is missing.': 'Не указан токен бота.',
  'The client has blocked this bot.': 'Клиент заблокировал этого бота.',
  'The client’s privacy settings allow no voice or video messages.':
    'Настройки приватности клиента не разрешают голосовые и видеосообщения.',
  'The client’s privacy settings let no messages of this bot through.':
    'Настройки приватности клиента не пропускают сообщения этого бота.',
  'The client’s Telegram account no longer exists.': 'Учётной записи клиента в Telegram больше нет.',
  'The file did not reach Telegram as a whole.': 'Файл дошёл до Telegram не целиком.',
  'The file is larger than 20 MB, the most that Telegram hands to a bot.':
    'Файл больше 20 МБ — предела, до которого Telegram отдаёт файлы боту.',
  'The file is larger than Telegram allows.': 'Файл больше, чем разрешает Telegram.',
  'The text is longer than Telegram allows.': 'Текст длиннее, чем разрешает Telegram.',
  'This bot may not write in this conversation.': 'Этому боту нельзя писать в этой переписке.',
  'This client is not known to Telegram: its ids are numbers.':
    'Telegram не знает этого клиента: его идентификаторы — числа.',
  'This is no bot token: one looks like 123456789:AAE…, digits, a colon, then letters and digits.':
    'Это не токен бота: он выглядит как 123456789:AAE…, то есть цифры, двоеточие, затем буквы и цифры.',
  'This is no update of Telegram’s Bot API.': 'Это не обновление Telegram Bot API.',
  'This is no update of Telegram’s Bot API: it has neither an update_id nor a message.':
    'Это не обновление Telegram Bot API: в нём нет ни update_id, ни сообщения.',
  'What answers is not Telegram’s Bot API.': 'Отвечает не Telegram Bot API.',
  'Whoever manages it has to allow the bot to.': 'Разрешить это боту должен тот, кто ею управляет.',
  'Write to him instead.': 'Напишите ему текстом.',
});
