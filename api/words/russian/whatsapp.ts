import { defineSentences } from '../sentences';

export const whatsAppWords = defineSentences({
  'A WhatsApp number cannot write to itself.': 'Номер WhatsApp не может писать самому себе.',
  'An administrator can allow it in the Twilio console, at Messaging Geographic Permissions.':
    'Администратор может разрешить это в консоли Twilio, в разделе Messaging Geographic Permissions.',
  'An administrator can do so in the WhatsApp Manager, at Overview, Alerts.':
    'Администратор может принять их в WhatsApp Manager, в разделе Overview, Alerts.',
  'An administrator finds it in the Meta Business Manager.': 'Администратор увидит причину в Meta Business Manager.',
  'An administrator has to set SiteUrl.': 'Администратор должен задать SiteUrl.',
  'Ask him before you send it again.': 'Спросите его, прежде чем отправлять ещё раз.',
  'Check the channel’s auth token, and whether SiteUrl is the address that Twilio was given.':
    'Проверьте Auth Token канала и совпадает ли SiteUrl с адресом, указанным в Twilio.',
  'Check whether a proxy stands in between, and what TWILIO_API_ROOT says.':
    'Проверьте, не стоит ли на пути прокси и что указано в TWILIO_API_ROOT.',
  'Connect again in some minutes.': 'Подключите ещё раз через несколько минут.',
  'Copy both again from the first page of the Twilio console; a token that was rotated there no longer counts, and a suspended account takes none.':
    'Скопируйте оба заново с первой страницы консоли Twilio: заменённый там токен уже не действует, а у заблокированной учётной записи не действует никакой.',
  'Copy it as a whole.': 'Скопируйте его целиком.',
  'Enter another one, and connect again.': 'Введите другой и подключите ещё раз.',
  'Enter it with its country, and connect again.': 'Введите его с кодом страны и подключите ещё раз.',
  'Enter the SID and the token of another one.': 'Введите SID и токен другой.',
  'Enter {address} in the Twilio console, at the sender.': 'Укажите {address} в консоли Twilio у отправителя.',
  'From its WhatsApp, send “join” and the sandbox’s two words to the sandbox’s number (they stand in the Twilio console, at “Send a WhatsApp message”), then connect again.':
    'Отправьте с его WhatsApp слово «join» и два слова песочницы на номер песочницы (они указаны в консоли Twilio, в разделе «Send a WhatsApp message»), затем подключите ещё раз.',
  'From its WhatsApp, send “join” and the sandbox’s two words to the sandbox’s number; they stand in the Twilio console, at “Send a WhatsApp message”.':
    'С его WhatsApp нужно отправить слово «join» и два слова песочницы на номер песочницы; они указаны в консоли Twilio, в разделе «Send a WhatsApp message».',
  'He can be written to again when he writes START.': 'Ему снова можно будет писать, когда он отправит START.',
  'It stands below the account SID in the Twilio console.': 'Он указан под Account SID в консоли Twilio.',
  'It stands on the first page of the Twilio console.': 'Он указан на первой странице консоли Twilio.',
  'Look at it in the Twilio console, at WhatsApp Senders; for the sandbox, the number is the sandbox’s own.':
    'Посмотрите на него в консоли Twilio, в разделе WhatsApp Senders; у песочницы это её собственный номер.',
  'Look at its state in the Twilio console, at Content Template Builder.':
    'Посмотрите его состояние в консоли Twilio, в Content Template Builder.',
  'Look into the Twilio console for why: often its balance is used up.':
    'Причину ищите в консоли Twilio: часто это закончившиеся средства.',
  'Look the number up in Twilio’s error dictionary, at twilio.com/docs/api/errors.':
    'Найдите этот номер в справочнике ошибок Twilio: twilio.com/docs/api/errors.',
  'No message of Twilio’s has so many fields.': 'В сообщениях Twilio не бывает столько полей.',
  'Nothing can be sent until an administrator has settled it with Twilio’s support.':
    'Отправить ничего нельзя, пока администратор не решит это с поддержкой Twilio.',
  'Parley keeps trying, and lists what Twilio received meanwhile.':
    'Parley повторяет попытки и загрузит то, что Twilio получит за это время.',
  'Raise its limit at Twilio, or send it again tomorrow.': 'Повысьте предел в Twilio или отправьте завтра.',
  'Reach the client another way.': 'Свяжитесь с клиентом другим способом.',
  'Receiving messages, minutes late: Twilio has no address to hand this number’s messages to.':
    'Сообщения принимаются с опозданием в несколько минут: в Twilio не указан адрес, куда передавать сообщения этого номера.',
  'Save it anew as what it is.': 'Сохраните его заново как то, чем он является.',
  'Send any WhatsApp message from the confirmation number to the channel’s number, then connect again.':
    'Отправьте с номера для подтверждения любое сообщение WhatsApp на номер канала, затем подключите ещё раз.',
  'Send it again in a minute, and tomorrow if that does not help.':
    'Отправьте ещё раз через минуту, а если не поможет — завтра.',
  'Send it again in a minute.': 'Отправьте ещё раз через минуту.',
  'Send it again later, or take another template; he may have to update WhatsApp.':
    'Отправьте позже или возьмите другой шаблон; возможно, клиенту нужно обновить WhatsApp.',
  'Send it again later.': 'Отправьте ещё раз позже.',
  'Send it again on another day, or take a template that is no advertisement.':
    'Отправьте в другой день или возьмите нерекламный шаблон.',
  'Send one of the approved templates, or wait until he writes.':
    'Отправьте один из одобренных шаблонов или подождите, пока он напишет.',
  'Send START from it, then connect again.': 'Отправьте с него START, затем подключите ещё раз.',
  'Sending again does not help: wait until he writes, or reach him another way.':
    'Отправлять ещё раз бесполезно: подождите, пока он напишет, или свяжитесь с ним другим способом.',
  'Shorten it, and send it again.': 'Сократите и отправьте ещё раз.',
  'Something is wrong with the Meta business account of this number, such as its verification or its payment.':
    'С бизнес-аккаунтом Meta этого номера что-то не так: например, с подтверждением или оплатой.',
  'Take another one; its state stands in the Twilio console, at Content Template Builder.':
    'Возьмите другой; состояние шаблона видно в консоли Twilio, в Content Template Builder.',
  'Take one of those that the chat offers.': 'Возьмите один из тех, что предлагает чат.',
  'The account SID is missing.': 'Не указан Account SID.',
  'The address in SiteUrl has to be reachable from the internet by https.':
    'Адрес в SiteUrl должен быть доступен из интернета по https.',
  'The auth token is missing.': 'Не указан Auth Token.',
  'The channel can be activated as soon as it does.': 'Как только придёт, канал можно будет включить.',
  'The channel’s number is no WhatsApp sender of this Twilio account, or is not online.':
    'Номер канала — не отправитель WhatsApp этой учётной записи Twilio или не в сети.',
  'The client has blocked this number, or wants no more messages from it.':
    'Клиент заблокировал этот номер или больше не хочет получать с него сообщений.',
  'The client has opted out by writing STOP.': 'Клиент отказался от сообщений, отправив STOP.',
  'The client last wrote more than 24 hours ago, and WhatsApp takes no free text after that.':
    'Клиент писал последний раз больше 24 часов назад, а после этого WhatsApp не принимает свободный текст.',
  'The client’s phone could not be reached.': 'Телефон клиента был недоступен.',
  'The client’s WhatsApp could not load this template.': 'WhatsApp клиента не смог загрузить этот шаблон.',
  'The confirmation has to go to another number than the channel’s own.':
    'Подтверждение должно прийти не на номер самого канала, а на другой.',
  'The confirmation message arrived: the channel can be activated.':
    'Сообщение для подтверждения доставлено: канал можно включить.',
  'The confirmation number cannot receive WhatsApp messages: it has no WhatsApp account, or an outdated one.':
    'Номер для подтверждения не может получать сообщения WhatsApp: у него нет WhatsApp или он устарел.',
  'The confirmation number has not joined the Twilio sandbox, or its three days there are over.':
    'Номер для подтверждения не присоединён к песочнице Twilio, или три дня в ней истекли.',
  'The confirmation number has opted out by writing STOP.':
    'Номер для подтверждения отказался от сообщений, отправив STOP.',
  'The file is larger than 100 MB, which no client can send by WhatsApp.':
    'Файл больше 100 МБ: через WhatsApp такой не может отправить ни один клиент.',
  'The file is larger than WhatsApp takes.': 'Файл больше, чем принимает WhatsApp.',
  'The message was cancelled at Twilio before it was sent.': 'Сообщение отменили в Twilio до отправки.',
  'The message was taken for spam and not delivered.': 'Сообщение приняли за спам и не доставили.',
  'The number that gets the confirmation message is missing.': 'Не указан номер для подтверждения.',
  'The template’s variables are not filled in as WhatsApp wants them: one is missing or too many, empty, or has a line break or a tab in it.':
    'Переменные шаблона заполнены не так, как требует WhatsApp: какой-то не хватает, какая-то лишняя или пустая, или в ней есть перенос строки либо табуляция.',
  'The text is longer than the 1,600 characters that Twilio takes.': 'Текст длиннее 1600 символов — предела Twilio.',
  'The Twilio account has no such template.': 'В учётной записи Twilio нет такого шаблона.',
  'The Twilio account has sent as many messages as it may today.':
    'Учётная запись Twilio отправила столько сообщений, сколько можно за день.',
  'The Twilio account is a trial, which writes to verified numbers only.':
    'Учётная запись Twilio пробная: она пишет только на проверенные номера.',
  'The Twilio account may not write to this country.': 'Учётной записи Twilio не разрешено писать в эту страну.',
  'The WhatsApp number of the channel is missing.': 'Не указан номер WhatsApp канала.',
  'This client is not known to WhatsApp: he has no number.': 'WhatsApp не знает этого клиента: у него нет номера.',
  'This file is of another type.': 'Тип этого файла другой.',
  'This file says that it is {said}, and what is in it is {found}.': 'Файл назван как {said}, а внутри — {found}.',
  'This is no account SID: one is AC and 32 digits and letters from a to f.':
    'Это не Account SID: он состоит из AC и 32 цифр и букв от a до f.',
  'This is no auth token: there is a space in it, or nothing.': 'Это не Auth Token: в нём есть пробел, или он пуст.',
  'This is no file of Twilio’s.': 'Это не файл Twilio.',
  'This is no phone number with its country: one looks like +4930123456.':
    'Это не номер телефона с кодом страны: он выглядит как +4930123456.',
  'This is no report of Twilio’s on a WhatsApp message.': 'Это не отчёт Twilio о сообщении WhatsApp.',
  'This is no WhatsApp message of Twilio’s: it has no sender.':
    'Это не сообщение WhatsApp от Twilio: в нём нет отправителя.',
  'This is no WhatsApp message of Twilio’s: its id is none.':
    'Это не сообщение WhatsApp от Twilio: его идентификатор не похож на настоящий.',
  'This is not signed by Twilio for a channel of this installation.':
    'Это не подписано Twilio для канала этой установки.',
  'This is nothing that Twilio sends for WhatsApp.': 'Такого Twilio для WhatsApp не отправляет.',
  'This number cannot receive WhatsApp messages: it has no WhatsApp account, or an outdated one, or has not accepted WhatsApp’s current terms.':
    'Этот номер не может получать сообщения WhatsApp: у него нет WhatsApp, он устарел или не приняты нынешние условия WhatsApp.',
  'This number has not joined the Twilio sandbox, or its three days there are over.':
    'Этот номер не присоединён к песочнице Twilio, или три дня в ней истекли.',
  'This Twilio account is closed.': 'Эта учётная запись Twilio закрыта.',
  'Those that begin with SK are API keys, which do not do.': 'Те, что начинаются с SK, — ключи API, они не подходят.',
  'Too many messages were sent at that moment.': 'В тот момент отправлялось слишком много сообщений.',
  'To have them here, enter {address} in the Twilio console: at the sender, or at the Messaging Service that it belongs to.':
    'Чтобы они приходили сюда, укажите {address} в консоли Twilio: у отправителя или у Messaging Service, к которому он относится.',
  'Twilio cannot be reached.': 'Twilio недоступен.',
  'Twilio cannot do it at the moment (error {code}).': 'Twilio сейчас не может этого сделать (ошибка {code}).',
  'Twilio does not accept this account SID with this auth token.':
    'Twilio не принимает этот Account SID с этим Auth Token.',
  'Twilio hands this number’s messages to {host}, so Parley takes none in.':
    'Сообщения этого номера Twilio передаёт на {host}, поэтому Parley их не принимает.',
  'Twilio has suspended this account.': 'Twilio заблокировал эту учётную запись.',
  'Twilio has taken the confirmation message and not told yet whether it arrived.':
    'Twilio принял сообщение для подтверждения и ещё не сообщил, доставлено ли оно.',
  'Twilio leads to this file in a circle, or without encryption.':
    'Twilio ведёт к этому файлу по кругу или без шифрования.',
  'Twilio no longer has this file.': 'У Twilio больше нет этого файла.',
  'Twilio refused it (error {code}).': 'Twilio отказал (ошибка {code}).',
  'Twilio refused it (error {code}): {said}.': 'Twilio отказал (ошибка {code}): {said}.',
  'Twilio refused it.': 'Twilio отказал.',
  'Twilio refused it: {said}.': 'Twilio отказал: {said}.',
  'Twilio sends forms: application/x-www-form-urlencoded.':
    'Twilio отправляет формы: application/x-www-form-urlencoded.',
  'Twilio sends no message without text or file.': 'Twilio не отправляет сообщения без текста и файла.',
  'Twilio takes the address in SiteUrl for none that it can report to: it needs a public host name without underscores.':
    'По адресу в SiteUrl Twilio не может прислать отчёт: нужно публичное имя узла без подчёркиваний.',
  'Twilio takes the confirmation number for none that WhatsApp messages can be sent to.':
    'По мнению Twilio, на номер для подтверждения нельзя отправлять сообщения WhatsApp.',
  'Twilio takes this for no number that WhatsApp messages can be sent to.':
    'По мнению Twilio, на этот номер нельзя отправлять сообщения WhatsApp.',
  'Twilio was told no recipient.': 'Twilio не назвали получателя.',
  'Unblock it there, or enter another one.': 'Разблокируйте его там или введите другой.',
  'Verify the number in the Twilio console, or upgrade the account.':
    'Проверьте номер в консоли Twilio или перейдите на платную учётную запись.',
  'What answers is not Twilio’s API.': 'Отвечает не API Twilio.',
  'What fills in the template is longer than WhatsApp allows.': 'Значения для шаблона длиннее, чем разрешает WhatsApp.',
  'What is in this file is none of these.': 'Содержимое этого файла — ни одно из них.',
  'WhatsApp chose not to deliver this marketing template: the client has had many of them lately, or is in the United States, where WhatsApp delivers none.':
    'WhatsApp решил не доставлять этот рекламный шаблон: клиент недавно получил много таких или находится в США, где WhatsApp их не доставляет.',
  'WhatsApp could not fetch the file from Parley, or found it to be of another type than it says.':
    'WhatsApp не смог загрузить файл из Parley, или тип файла оказался не тем, что указан.',
  'WhatsApp delivers marketing templates only for businesses that have accepted its terms for them.':
    'WhatsApp доставляет рекламные шаблоны только тем компаниям, которые приняли его условия для таких сообщений.',
  'WhatsApp did not accept the content of this message: it is against its rules, or of a form that it does not know.':
    'WhatsApp не принял содержание этого сообщения: оно против его правил или в неизвестной ему форме.',
  'WhatsApp did not answer Twilio in time, so nobody knows whether the client has this.':
    'WhatsApp не ответил Twilio вовремя, поэтому неизвестно, получил ли это клиент.',
  'WhatsApp did not deliver the message, and gave no reason.': 'WhatsApp не доставил сообщение и не назвал причину.',
  'WhatsApp does not deliver to the confirmation number: it has blocked the channel’s number, or WhatsApp limits what it gets from businesses.':
    'WhatsApp не доставляет на номер для подтверждения: он заблокировал номер канала, или WhatsApp ограничивает ему сообщения от компаний.',
  'WhatsApp does not deliver to this client: he has blocked this number, or WhatsApp limits what he gets from businesses.':
    'WhatsApp не доставляет этому клиенту: он заблокировал этот номер, или WhatsApp ограничивает ему сообщения от компаний.',
  'WhatsApp fetches files from Parley, which has no public address.':
    'WhatsApp загружает файлы из Parley, а у него нет публичного адреса.',
  'WhatsApp has locked the business account of this number for something that broke its rules.':
    'WhatsApp заблокировал бизнес-аккаунт этого номера за нарушение правил.',
  'WhatsApp has rejected, paused or disabled this template, as after many complaints.':
    'WhatsApp отклонил, приостановил или отключил этот шаблон, как бывает после многих жалоб.',
  'WhatsApp has taken the confirmation message: the channel can be activated.':
    'WhatsApp принял сообщение для подтверждения: канал можно включить.',
  'WhatsApp knows no such template in this language.': 'WhatsApp не знает такого шаблона на этом языке.',
  'WhatsApp or Twilio had a fault when it was delivered.': 'При доставке у WhatsApp или Twilio произошёл сбой.',
  'WhatsApp shows no text beside such a file.': 'Рядом с таким файлом WhatsApp не показывает текст.',
  'WhatsApp takes no free text for the confirmation number, because it has not written to this channel’s number in the last 24 hours.':
    'WhatsApp не принимает свободный текст для номера подтверждения: за последние 24 часа он не писал на номер этого канала.',
  'WhatsApp takes no more messages of this number for now: too many were sent at once, or to too many people today.':
    'WhatsApp пока не принимает новых сообщений с этого номера: их было слишком много сразу или сегодня — слишком многим людям.',
  'WhatsApp takes one file a message.': 'WhatsApp принимает по одному файлу в сообщении.',
  'WhatsApp takes pictures as JPG, PNG or WEBP, sound as MP3, OGG, AMR, AAC or 3GP, documents as PDF, DOC, DOCX, PPTX or XLSX, videos as MP4 and contacts as VCF.':
    'WhatsApp принимает изображения JPG, PNG и WEBP, звук MP3, OGG, AMR, AAC и 3GP, документы PDF, DOC, DOCX, PPTX и XLSX, видео MP4 и контакты VCF.',
  'Write it in other words, without capitals, repeated signs and links, and send that: the same text would be stopped again.':
    'Напишите его иначе, без прописных букв, повторяющихся знаков и ссылок, и отправьте: тот же текст снова не пройдёт.',
  'Write it otherwise, or send the file in another format.': 'Напишите иначе или отправьте файл в другом формате.',
});
