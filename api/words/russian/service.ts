import { count, defineSentences, size } from '../sentences';

/** Chats, contacts and what is administered. */
export const serviceWords = defineSentences({
  'A bot has this chat.': 'Этот чат у бота.',
  'A channel leads to it.': 'К ней ведёт канал.',
  'A chat action starts it.': 'Его запускает действие чата.',
  'A message needs a text or a file.': 'В сообщении нужен текст или файл.',
  'A template is sent by itself, without a text or files.': 'Шаблон отправляется сам по себе, без текста и файлов.',
  'Add a channel of its own for it.': 'Добавьте для него отдельный канал.',
  'Another operator has taken this chat.': 'Этот чат уже взял другой оператор.',
  'cannot be true before the channel is connected: connect it first':
    'нельзя включить, пока канал не подключён: сначала подключите его',
  'Change that one.': 'Измените его.',
  'Choose another one.': 'Выберите другой.',
  'Complete one first.': 'Сначала завершите какой-нибудь из них.',
  'Deactivate it instead.': 'Вместо этого отключите его.',
  'Each of several messages needs a text.': 'В каждом из нескольких сообщений нужен текст.',
  'has a {{ or }} without its other half: variables are {{{variables}}}':
    'есть {{ или }} без пары; переменные: {{{variables}}}',
  'has more than {words} different words': ({ words }) => `больше ${count(words, 'разного слова', 'разных слов')}`,
  'has no role {ids}': 'нет роли {ids}',
  'has no word to look for': 'нет ни одного слова для поиска',
  'has the variable {name}, which nobody knows: there are {{{variables}}}':
    'есть неизвестная переменная {name}; известны {{{variables}}}',
  'is filled in by Parley': 'заполняет сам Parley',
  'is filled in from the chat': 'заполняется из чата',
  'is for the chats section: ask with view=all': 'только для раздела чатов: запросите с view=all',
  'is no account': 'такой учётной записи нет',
  'is no contact': 'такого контакта нет',
  'is no file that you uploaded': 'это не загруженный вами файл',
  'is no operator': 'такого оператора нет',
  'is no parameter of this process': 'такого параметра у этого процесса нет',
  'is no process: GET /api/processes lists them': 'такого процесса нет: их перечисляет GET /api/processes',
  'is no queue': 'такой очереди нет',
  'is no role': 'такой роли нет',
  'is not a message of this chat': 'такого сообщения в этом чате нет',
  'is Parley’s own: a process there is added to its code':
    'собственная очередь задач Parley: процесс в ней добавляют в коде',
  'is the contact itself': 'это тот же контакт',
  'is wrong': 'неверно',
  'It has chats.': 'В ней есть чаты.',
  'Its members are operators of a queue.': 'Её участники — операторы одной из очередей.',
  'must be a phone number such as +49 30 1234567': 'нужен номер телефона, например +49 30 1234567',
  'must be a text, or one in every language: {"en": …, "ru": …}':
    'нужен текст или по одному на каждом языке: {"en": …, "ru": …}',
  'must be a whole number of days from 1 to 36500, or empty to keep chats for ever':
    'нужно целое число дней от 1 до 36500 или пустое значение, чтобы хранить чаты всегда',
  'must be an address that begins with http:// or https://, or empty':
    'нужен адрес, который начинается с http:// или https://, или пустое значение',
  'must be empty, "default" or the id of a stored audio file; upload one to …/file':
    'нужно пустое значение, «default» или идентификатор сохранённого аудиофайла; загрузите его через …/file',
  'must begin with a letter, and have letters, digits and _ only':
    'первой должна быть буква, дальше только буквы, цифры и _',
  'must begin with a letter, and have letters, digits, _ and - only':
    'первой должна быть буква, дальше только буквы, цифры, _ и -',
  'must carry no name and password': 'без имени и пароля',
  'must end before ? or #': 'адрес должен заканчиваться до ? или #',
  'must hold no folder that is Parley’s own (api, console, webhooks, files, sounds, health, metrics): /0 or /parley will do':
    'в пути не должно быть собственных разделов Parley (api, console, webhooks, files, sounds, health, metrics); подойдёт, например, /0 или /parley',
  'must lead to this Parley: something else answers there':
    'адрес должен вести к этой установке Parley, а сейчас по нему отвечает что-то другое',
  'must have either operatorId or queueId, a text, and nothing else':
    'нужен либо operatorId, либо queueId: текст, и ничего больше',
  'must keep Administrator: nobody else who signs in with a password has it':
    'право Administrator нужно оставить: больше ни у кого из входящих с паролем его нет',
  'must not have two of one name': 'не может быть двух с одним именем',
  'must not hold spaces': 'не может быть пробелов',
  'No bot has this chat.': 'Этот чат не у бота.',
  'Only a message that failed can be sent again.':
    'Отправить снова можно только сообщение, отправка которого не удалась.',
  "Only an administrator may look at another operator's chats.":
    'Чаты другого оператора может смотреть только администратор.',
  'Only the operator who has the chat in work can do this.': 'Это может только оператор, у которого чат в работе.',
  'Send an approved template, or wait until the client writes.':
    'Отправьте одобренный шаблон или подождите, пока клиент напишет.',
  'Send it as several.': 'Отправьте его несколькими сообщениями.',
  'Set your status to active first.': 'Сначала установите себе статус «Активен».',
  'Take it over first.': 'Сначала заберите его.',
  'Take the role out of the queue first.': 'Сначала уберите роль из очереди.',
  'That contact was itself merged into another.': 'Тот контакт сам был объединён с другим.',
  'That operator has as many chats as an operator may have at once.':
    'У того оператора столько чатов, сколько можно вести одновременно.',
  'That operator is inactive.': 'Тот оператор неактивен.',
  'That queue is gone.': 'Той очереди больше нет.',
  'That was until {until}.': 'Это было возможно до {until}.',
  'The channel has chats, so it cannot be deleted.': 'У канала есть чаты, поэтому удалить его нельзя.',
  'The channel is switched off or has no queue.': 'Канал отключён или у него нет очереди.',
  'The channel is switched off or has no queue: nothing can be sent.':
    'Канал отключён или у него нет очереди: отправить ничего нельзя.',
  'The chat does not answer at the moment.': 'Чат сейчас не отвечает.',
  'The chat has no such process.': 'У этого чата нет такого процесса.',
  'The chat is completed.': 'Чат завершён.',
  'The chat refused this.': 'Чат отказал в этом.',
  'The chat’s queue has no such action.': 'У очереди чата нет такого действия.',
  'The client has not written yet.': 'Клиент ещё не писал.',
  'The command may still take effect: look at the chat, or ask again.':
    'Команда ещё может сработать: посмотрите на чат или повторите.',
  'The login {login} is taken.': 'Логин {login} занят.',
  'The messenger of this chat is no longer part of Parley.': 'Мессенджера этого чата в Parley больше нет.',
  'The queue cannot be deleted.': 'Очередь нельзя удалить.',
  'The shipped ones are changed in code.': 'Встроенные меняют в коде.',
  'The template has no variable {name}.': 'В шаблоне нет переменной {name}.',
  'The variable {name} is missing.': 'Не указана переменная {name}.',
  'The payloads of messengers need the permission Administrator.':
    'Исходные данные мессенджеров доступны только с правом Administrator.',
  'There are {codes}.': 'Есть {codes}.',
  'There is a channel for this source already.': 'Канал этого источника уже есть.',
  'There is a process of this name.': 'Процесс с таким названием уже есть.',
  'There is a role {name} already.': 'Роль «{name}» уже есть.',
  'There is no approved template of this id on the channel.':
    'На этом канале нет одобренного шаблона с таким идентификатором.',
  'There is no setting {code}.': 'Параметра {code} нет.',
  'There is no such account.': 'Такой учётной записи нет.',
  'There is no such case.': 'Такого обращения нет.',
  'There is no such channel.': 'Такого канала нет.',
  'There is no such chat action.': 'Такого действия чата нет.',
  'There is no such chat.': 'Такого чата нет.',
  'There is no such chat, or you may not see it.': 'Такого чата нет, или он вам недоступен.',
  'There is no such contact.': 'Такого контакта нет.',
  'There is no such merge of this contact, or it was made more than a day ago.':
    'Такого объединения у этого контакта нет, или с тех пор прошло больше суток.',
  'There is no such message in this chat.': 'В этом чате нет такого сообщения.',
  'There is no such operator.': 'Такого оператора нет.',
  'There is no such order.': 'Такого заказа нет.',
  'There is no such queue.': 'Такой очереди нет.',
  'There is no such quick reply.': 'Такого быстрого ответа нет.',
  'There is no such registered process.': 'Такого зарегистрированного процесса нет.',
  'There is no such role.': 'Такой роли нет.',
  'These settings are of another source.': 'Эти параметры — от другого источника.',
  'This chat is not, or no longer, offered to you.': 'Этот чат вам не предложен или уже не предложен.',
  'Undo that merge first.': 'Сначала отмените то объединение.',
  'You are inactive.': 'Вы неактивны.',
  'You have as many chats as an operator may have at once.': 'У вас столько чатов, сколько можно вести одновременно.',
  'You have no such notification.': 'У вас нет такого уведомления.',
  'You have no such session.': 'У вас нет такого сеанса.',
  '{code} needs the permission Administrator.': 'Для {code} нужно право Administrator.',
  '{file} is empty.': '{file}: файл пуст.',
  '{file} is too big: {messenger} takes at most {most} of this kind.': ({ file, messenger, most }) =>
    `${file}: файл слишком большой, ${messenger} принимает такие файлы размером до ${size(most)}.`,
  '{file}: {sentence}': '{file}: {sentence}',
  '{messenger} has no bots that a chat could be handed to.': 'У {messenger} нет ботов, которым можно передать чат.',
  '{messenger} lets a client be answered only for a time after his last message.':
    '{messenger} разрешает отвечать клиенту только некоторое время после его последнего сообщения.',
  '{messenger} takes at most {files} file(s) in a message.': ({ messenger, files }) =>
    `${messenger} принимает не больше ${count(files, 'файла', 'файлов')} в сообщении.`,
  '{messenger} takes at most {limit} characters in a message; this text has {length}.': ({
    messenger,
    limit,
    length,
  }) =>
    `${messenger} принимает в сообщении не больше ${count(limit, 'символа', 'символов')}; в этом тексте их ${length}.`,
});
