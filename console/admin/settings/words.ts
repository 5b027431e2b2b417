import { defineWords } from '../../words/define-words';

interface Told {
  name: string;
  meaning: string;
}

export const settingWords = defineWords({
  en: {
    intro: 'They hold at once, for the whole installation.',
    groups: {
      work: 'Work of operators',
      sound: 'Sound of a new message',
      installation: 'This installation',
      signIn: 'Signing in through an identity server',
      notifications: 'Notification webhook',
    },
    signInIntro:
      'Access tokens of this OpenID Connect issuer are accepted beside the accounts here. Id and secret serve to ask it about tokens.',
    signInLocked: 'Only administrators change how people sign in.',
    codes: {
      SimultaneousChats: {
        name: 'Simultaneous chats',
        meaning: 'Most chats that an operator has at once, offers included. A lower number takes no chat away.',
      },
      OmniChatOperatorAcceptChatTimeout: {
        name: 'Time to accept, minutes',
        meaning: 'How long an offered chat waits for its operator. Holds for offers that begin afterwards.',
      },
      PresenceTimeoutMinutes: {
        name: 'Time to reconnect, minutes',
        meaning:
          'An operator who is disconnected on all tabs and devices for longer becomes inactive. Holds for connections lost afterwards.',
      },
      OmniChatNotificationSound: { name: 'Sound', meaning: 'Operators hear it when a client writes.' },
      SiteUrl: {
        name: 'Public address',
        meaning:
          'Where messengers and clients reach Parley, such as https://chat.example or https://example.org/chat. It fills itself in from the request that adds the first channel.',
      },
      Language: {
        name: 'Language',
        meaning: 'Used for what Parley names by itself, and for programs that ask for no language.',
      },
      RetentionDays: {
        name: 'Keep completed chats, days',
        meaning: 'Afterwards a chat is deleted with its messages and files. Empty: for ever.',
      },
      IdentityServerUrl: {
        name: 'Issuer',
        meaning: 'The address of the identity server. Empty: only the accounts here.',
      },
      IdentityServerClientId: { name: 'Client id', meaning: 'As the identity server knows Parley.' },
      IdentityServerClientSecret: { name: 'Client secret', meaning: 'Kept encrypted, and never shown.' },
      NotificationWebhookUrl: {
        name: 'Address',
        meaning: 'Where notifications of administrators are posted as well. Empty: nowhere.',
      },
      NotificationWebhookSecret: {
        name: 'Secret',
        meaning: 'Signs what is posted there. Kept encrypted, and never shown. Empty: unsigned.',
      },
    } as Record<string, Told>,
    byDefault: (value: string) => `Default: ${value}`,
    empty: 'empty',
    isSet: 'A secret is set.',
    isNotSet: 'No secret is set.',
    clearSecret: 'Clear the secret',
    saveOne: (name: string) => `Save: ${name}`,
    history: 'History',
    neverChanged: 'Never changed.',
    secretChanged: 'the secret was changed',
    from: (before: string, after: string) => `${before} → ${after}`,
    byItself: 'Parley by itself',
    sound: {
      isShipped: 'The shipped sound is played.',
      isOwn: 'A sound of your own is played.',
      isNone: 'No sound is played.',
      listen: 'Listen',
      stop: 'Stop',
      upload: 'Upload a sound',
      uploading: 'Uploading…',
      uploadHint: 'Audio, at most 1 MB.',
      clear: 'No sound',
      shipped: 'Back to the shipped sound',
      cannotPlay: 'This browser cannot play it.',
    },
  },
  ru: {
    intro: 'Действуют сразу и для всей установки.',
    groups: {
      work: 'Работа операторов',
      sound: 'Звук нового сообщения',
      installation: 'Эта установка',
      signIn: 'Вход через сервер идентификации',
      notifications: 'Вебхук уведомлений',
    },
    signInIntro:
      'Токены доступа этого издателя OpenID Connect принимаются наравне с учётными записями Parley. Идентификатор и секрет нужны, чтобы спрашивать его о токенах.',
    signInLocked: 'Как люди входят, меняют только администраторы.',
    codes: {
      SimultaneousChats: {
        name: 'Одновременных чатов',
        meaning: 'Сколько чатов, считая предложенные, бывает у оператора сразу. Уменьшение чатов не отнимает.',
      },
      OmniChatOperatorAcceptChatTimeout: {
        name: 'Время на принятие, минуты',
        meaning: 'Сколько предложенный чат ждёт своего оператора. Действует для новых предложений.',
      },
      PresenceTimeoutMinutes: {
        name: 'Время на восстановление связи, минуты',
        meaning:
          'Если оператор дольше не на связи ни в одной вкладке и ни на одном устройстве, он становится неактивным. Действует для новых обрывов.',
      },
      OmniChatNotificationSound: { name: 'Звук', meaning: 'Операторы слышат его, когда пишет клиент.' },
      SiteUrl: {
        name: 'Публичный адрес',
        meaning:
          'Где Parley доступен мессенджерам и клиентам, например https://chat.example или https://example.org/chat. Заполняется сам из запроса, который добавил первый канал.',
      },
      Language: {
        name: 'Язык',
        meaning: 'На нём Parley называет то, что создаёт сам, и отвечает программам, которые язык не указали.',
      },
      RetentionDays: {
        name: 'Хранить завершённые чаты, дни',
        meaning: 'Потом чат удаляется с сообщениями и файлами. Пусто — хранить всегда.',
      },
      IdentityServerUrl: {
        name: 'Издатель',
        meaning: 'Адрес сервера идентификации. Пусто — только учётные записи Parley.',
      },
      IdentityServerClientId: { name: 'Идентификатор клиента', meaning: 'Под ним сервер идентификации знает Parley.' },
      IdentityServerClientSecret: { name: 'Секрет клиента', meaning: 'Хранится зашифрованным и не показывается.' },
      NotificationWebhookUrl: {
        name: 'Адрес',
        meaning: 'Куда ещё отправляются уведомления администраторов. Пусто — никуда.',
      },
      NotificationWebhookSecret: {
        name: 'Секрет',
        meaning: 'Подписывает отправленное. Хранится зашифрованным и не показывается. Пусто — без подписи.',
      },
    },
    byDefault: (value) => `По умолчанию: ${value}`,
    empty: 'пусто',
    isSet: 'Секрет задан.',
    isNotSet: 'Секрет не задан.',
    clearSecret: 'Убрать секрет',
    saveOne: (name) => `Сохранить: ${name}`,
    history: 'История',
    neverChanged: 'Не менялось.',
    secretChanged: 'секрет изменён',
    from: (before, after) => `${before} → ${after}`,
    byItself: 'Parley сам',
    sound: {
      isShipped: 'Играет звук из поставки.',
      isOwn: 'Играет ваш звук.',
      isNone: 'Звука нет.',
      listen: 'Послушать',
      stop: 'Остановить',
      upload: 'Загрузить звук',
      uploading: 'Загрузка…',
      uploadHint: 'Аудио, не больше 1 МБ.',
      clear: 'Без звука',
      shipped: 'Вернуть звук из поставки',
      cannotPlay: 'Этот браузер не может его проиграть.',
    },
  },
});
