import { defineSentences } from '../sentences';

export const facebookWords = defineSentences({
  'A bot, another app or the page’s own inbox has this conversation.':
    'Эта переписка у бота, другого приложения или во входящих самой страницы.',
  'A page’s id has digits only.': 'Идентификатор страницы состоит только из цифр.',
  'Ask for advanced access in App Review.': 'Запросите расширенный доступ (advanced access) в App Review.',
  'Ask once more to renew it.': 'Повторите, чтобы обновить его.',
  'Begin again.': 'Начните заново.',
  'Check FACEBOOK_APP_SECRET.': 'Проверьте FACEBOOK_APP_SECRET.',
  'Check whether a proxy stands in between, and what FACEBOOK_GRAPH_ROOT says.':
    'Проверьте, не стоит ли на пути прокси и что указано в FACEBOOK_GRAPH_ROOT.',
  'Enter {address} as its callback URL in Meta’s developer console (Webhooks, object Page).':
    'Укажите {address} как его Callback URL в консоли разработчика Meta (Webhooks, объект Page).',
  'Facebook brought no login.': 'Facebook не передал вход.',
  'Facebook cannot be reached.': 'Facebook недоступен.',
  'Facebook could not take this file.': 'Facebook не смог принять этот файл.',
  'Facebook did not let you log in: {said}': 'Facebook не разрешил войти: {said}',
  'Facebook does not accept the page’s token any more.': 'Facebook больше не принимает токен страницы.',
  'Facebook does not accept the proof of the app’s secret.': 'Facebook не принимает подтверждение секрета приложения.',
  'Facebook does not find this page, or does not show it to this login: it was unpublished or deleted, or the login was narrowed.':
    'Facebook не находит эту страницу или не показывает её этому входу: её сняли с публикации или удалили, либо у входа убрали доступ к ней.',
  'Facebook finds that this client gets too many messages of the page, and may restrict the page if it goes on.':
    'По мнению Facebook, страница пишет этому клиенту слишком часто; если так продолжится, Facebook может её ограничить.',
  'Facebook does not list this app among those that it tells of the page, although Parley has subscribed it.':
    'Facebook не называет это приложение среди тех, кому сообщает о странице, хотя Parley его подписал.',
  'Facebook does not list {fields} among what it brings of this page, although Parley has asked for it.':
    'Среди того, что Facebook передаёт об этой странице, нет {fields}, хотя Parley об этом просил.',
  'Facebook gives no token for the page: log in again and leave the page switched on in the list of pages.':
    'Facebook не даёт токена страницы: войдите снова и оставьте страницу включённой в списке страниц.',
  'Facebook had stopped bringing this page’s messages, as it does when its deliveries fail for an hour.':
    'Facebook перестал передавать сообщения этой страницы: так бывает, когда доставка не удаётся в течение часа.',
  'Facebook hands the messages of this app’s pages to {host}, so Parley takes none in.':
    'Сообщения страниц этого приложения Facebook передаёт на {host}, поэтому Parley их не принимает.',
  'Facebook has a fault of its own (error {code}).': 'У Facebook собственный сбой (ошибка {code}).',
  'Facebook has a fault of its own (HTTP {status}).': 'У Facebook собственный сбой (HTTP {status}).',
  'Facebook has blocked this page or app from sending for a while, for something that broke its policies.':
    'Facebook на время запретил этой странице или приложению отправлять сообщения за нарушение правил.',
  'Facebook knows no such conversation of this page.': 'Facebook не знает такой переписки этой страницы.',
  'Facebook lets a page answer for 24 hours after the client’s last message, and a person for 7 days where the app has the Human Agent feature.':
    'Facebook разрешает странице отвечать 24 часа после последнего сообщения клиента, а человеку — 7 дней, если у приложения есть функция Human Agent.',
  'Facebook no longer hands out this file: its address has expired.':
    'Facebook больше не отдаёт этот файл: срок его адреса истёк.',
  'Facebook refused it (error {code}): {said}.': 'Facebook отказал (ошибка {code}): {said}.',
  'Facebook takes either a text or a file in a message.': 'Facebook принимает в сообщении либо текст, либо файл.',
  'Facebook takes one file a message.': 'Facebook принимает по одному файлу в сообщении.',
  'Facebook wants the person who connected the page to confirm his account: he has to log in at facebook.com and do what is asked there, then log in here again.':
    'Facebook просит того, кто подключил страницу, подтвердить учётную запись: ему нужно войти на facebook.com, сделать там то, о чём просят, и затем снова войти здесь.',
  'Facebook’s answer: {sentence}': 'Ответ Facebook: {sentence}',
  'He has to write first.': 'Сначала должен написать он.',
  'It may be of another page, or the client has deleted his account.':
    'Возможно, она другой страницы, или клиент удалил свою учётную запись.',
  'Log in at Facebook again with a person who manages the page; the channel and its chats stay.':
    'Снова войдите в Facebook как тот, кто управляет страницей; канал и его чаты останутся.',
  'Log in at Facebook again, leave all permissions switched on, and see that the app has advanced access to pages_messaging.':
    'Снова войдите в Facebook, оставьте все разрешения включёнными и проверьте, что у приложения есть расширенный доступ (advanced access) к pages_messaging.',
  'Log in at Facebook again.': 'Снова войдите в Facebook.',
  'Log in at Facebook and choose the page again.': 'Войдите в Facebook и выберите страницу ещё раз.',
  'Look in Meta’s developer console whether the app’s webhook (object Page) has all fields that Parley’s guide names.':
    'Проверьте в консоли разработчика Meta, есть ли у вебхука приложения (объект Page) все поля из руководства Parley.',
  'One of the pages has just become a channel.': 'Одна из страниц только что стала каналом.',
  'Parley has subscribed again and fetches what was missed.': 'Parley подписался снова и загружает пропущенное.',
  'Receiving messages, minutes late: the app has no webhook for pages.':
    'Сообщения принимаются с опозданием в несколько минут: у приложения нет вебхука для страниц.',
  'See the page’s support inbox at Facebook.': 'Посмотрите входящие поддержки этой страницы в Facebook.',
  'Send the text apart.': 'Текст отправьте отдельно.',
  'Somebody who does has to log in at Facebook here.': 'Тот, кто ею управляет, должен войти в Facebook здесь.',
  'Take it over, then send again.': 'Заберите её, затем отправьте ещё раз.',
  'The channel has no page token.': 'У канала нет токена страницы.',
  'The client cannot be reached at the moment: he has blocked the page, or his account is gone.':
    'Клиент сейчас недоступен: он заблокировал страницу, или его учётной записи больше нет.',
  'The client takes no messages of this page at the moment; he may have blocked it.':
    'Клиент сейчас не принимает сообщений этой страницы; возможно, он её заблокировал.',
  'The Facebook app is not set up here: set FACEBOOK_APP_ID and FACEBOOK_APP_SECRET (App settings, Basic, in Meta’s developer console), and start Parley again.':
    'Приложение Facebook здесь не настроено: задайте FACEBOOK_APP_ID и FACEBOOK_APP_SECRET (App settings, Basic в консоли разработчика Meta) и перезапустите Parley.',
  'The file is larger than Facebook allows, which is 25 MB.': 'Файл больше, чем принимает Facebook: предел — 25 МБ.',
  'The file is not kept at Facebook, so it is not fetched.': 'Файл хранится не в Facebook, поэтому он не загружается.',
  'The login at Facebook ends on {day}: log in again before that day.':
    'Вход в Facebook истекает {day}: войдите снова до этого дня.',
  'The login at Facebook has expired.': 'Вход в Facebook истёк.',
  'The login lacks a permission for this.': 'Для этого вошедшему не хватает разрешения.',
  'The login was cancelled at Facebook, so no page was connected.':
    'Вход в Facebook отменён, поэтому ни одна страница не подключена.',
  'The page is not published: only public pages can be connected.':
    'Страница не опубликована: подключить можно только публичные.',
  'The page login gets it: GET /api/facebook/login.': 'Его получает вход в Facebook: GET /api/facebook/login.',
  'The page’s token is missing.': 'Не указан токен страницы.',
  'The person who connected the page has changed his password at Facebook, which ends the login.':
    'Тот, кто подключил страницу, сменил пароль в Facebook, и вход прекратился.',
  'The person who connected the page has removed this app in his Facebook settings.':
    'Тот, кто подключил страницу, убрал это приложение в настройках Facebook.',
  'The person who connected the page no longer manages it.': 'Тот, кто подключил страницу, больше ею не управляет.',
  'The signature is not that of the Facebook app set up here.':
    'Подпись сделана не тем приложением Facebook, которое здесь настроено.',
  'The verify token is not the one in FACEBOOK_VERIFY_TOKEN.':
    'Маркер подтверждения не тот, что в FACEBOOK_VERIFY_TOKEN.',
  'There is no Facebook here.': 'Facebook здесь нет.',
  'This is no delivery of Facebook’s webhooks.': 'Это не доставка вебхуков Facebook.',
  'This is no entry of Facebook’s webhook: it names no page.':
    'Это не запись вебхука Facebook: в ней не названа страница.',
  'This is no JSON.': 'Это не JSON.',
  'This login at Facebook has run out, or is not yours.': 'Этот вход в Facebook истёк или не ваш.',
  'This login was not begun here, was used already, or has run out.':
    'Этот вход начат не здесь, уже использован или истёк.',
  'This person may not answer messages of the page: he needs the task MESSAGING or MODERATE (access to messages) there.':
    'Вошедший не может отвечать на сообщения страницы: там ему нужна задача MESSAGING или MODERATE (доступ к сообщениям).',
  'This token is of another page, {name}.': 'Это токен другой страницы, {name}.',
  'To have them here, enter {address} as the callback URL of the app’s webhook (object Page) in Meta’s developer console.':
    'Чтобы они приходили сюда, укажите {address} как Callback URL вебхука приложения (объект Page) в консоли разработчика Meta.',
  'Try another format, or send a link.': 'Попробуйте другой формат или отправьте ссылку.',
  'Until Meta has reviewed the app for pages_messaging, it may write to the app’s own testers only.':
    'Пока Meta не проверила приложение на pages_messaging, оно может писать только своим тестировщикам.',
  'What answers is not Facebook’s Graph API.': 'Отвечает не Graph API Facebook.',
  'What does not come is fetched from the page’s inbox, minutes late, and Parley asks again by itself.':
    'Недостающее загружается из входящих страницы с опозданием в несколько минут, а Parley повторит запрос сам.',
  '{id} is no page of the person who logged in': 'среди страниц вошедшего нет {id}',
  '{page} cannot be connected: {sentence}': '{page}: подключить нельзя. {sentence}',
});
