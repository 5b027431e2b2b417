/** Emoji that operators use, each with the words it is found by, in both languages. */
const byGroup = {
  faces: `
😀 grin smile улыбка радость
😃 happy smile улыбка
😄 laugh happy смех радость
😁 beam grin улыбка
😆 laugh смех
😅 sweat relief смех пот неловко
😂 joy tears laugh смех слёзы
🤣 rolling laugh смех
🙂 slight smile улыбка
🙃 upside down вверх ногами
😉 wink подмигивание
😊 blush smile румянец улыбка
😇 angel halo ангел
🥰 love hearts любовь сердечки
😍 love eyes любовь восторг
🤩 star excited восторг звёзды
😘 kiss поцелуй
😋 yum tasty вкусно
😜 tongue wink язык шутка
🤗 hug объятия
🤭 oops giggle ой хихиканье
🤫 quiet secret тише секрет
🤔 think hmm думаю
🤨 doubt eyebrow сомнение
😐 neutral нейтрально
😶 silent молчу
😏 smirk ухмылка
🙄 eye roll закатил глаза
😬 grimace неловко
😌 relieved спокойно
😔 sad pensive грусть
😴 sleep сон
😷 mask ill маска болезнь
🤒 fever ill температура болезнь
🤯 mind blown взрыв мозга
🥳 party celebrate праздник
😎 cool sunglasses круто очки
🤓 nerd умник очки
😕 confused смущение
😟 worried беспокойство
🙁 frown грусть
😮 surprised wow удивление
😳 flushed смущение
🥺 please plead пожалуйста умоляю
😢 cry tear слеза плач
😭 sob cry плач рыдание
😱 scream fear страх крик
😤 huff злость
😡 angry злость
🤬 swear ругань
🤝 handshake deal рукопожатие договорились`,
  people: `
👍 thumbs up yes good да хорошо класс
👎 thumbs down no bad нет плохо
👌 ok perfect отлично
✌️ victory peace победа мир
🤞 luck fingers crossed удача
🤙 call me позвони
👋 wave hello bye привет пока
🙏 thanks please pray спасибо пожалуйста
👏 clap bravo браво аплодисменты
🙌 hooray hands ура
💪 strong muscle сила
👀 eyes look смотрю глаза
☝️ up point вверх внимание
👇 down point вниз
👉 right point вправо
👈 left point влево
✍️ write пишу
🙋 raise hand question рука вопрос
🤷 shrug dont know не знаю
🤦 facepalm рука лицо
🙇 bow sorry поклон извините
🧑‍💻 developer computer программист компьютер
👨‍👩‍👧 family семья
👶 baby ребёнок малыш
🧑‍🔧 mechanic repair мастер ремонт
👮 police полиция
🧑‍⚕️ doctor health врач
🚶 walk пешком
🏃 run бегу`,
  hearts: `
❤️ heart love red сердце любовь
🧡 orange heart сердце
💛 yellow heart сердце
💚 green heart сердце
💙 blue heart сердце
💜 purple heart сердце
🖤 black heart сердце
💔 broken heart разбитое сердце
💯 hundred perfect сто
✅ done check yes готово да
☑️ check box галочка
✔️ check галочка
❌ cross no нет
❗ exclamation important важно
❓ question вопрос
⚠️ warning внимание
🚫 forbidden запрещено
ℹ️ information информация
🔴 red красный
🟢 green зелёный
🟡 yellow жёлтый
🔵 blue синий
⭐ star звезда
✨ sparkles блеск новое
🔥 fire огонь
💥 boom взрыв
💤 sleep сон
➡️ right arrow вправо стрелка
⬅️ left arrow влево стрелка
⬆️ up arrow вверх стрелка
⬇️ down arrow вниз стрелка
🔁 repeat повтор
🔄 refresh обновить
🆗 ok хорошо
🆕 new новое
🔝 top вверх лучшее
➕ plus плюс
➖ minus минус`,
  nature: `
🐶 dog собака
🐱 cat кот
🐭 mouse мышь
🐰 rabbit кролик
🦊 fox лиса
🐻 bear медведь
🐼 panda панда
🐸 frog лягушка
🐵 monkey обезьяна
🐝 bee пчела
🦋 butterfly бабочка
🐟 fish рыба
🐢 turtle черепаха
🌷 tulip flower тюльпан цветок
🌹 rose flower роза цветок
🌸 blossom flower цветок весна
🌻 sunflower подсолнух
💐 bouquet flowers букет цветы
🍀 clover luck удача клевер
🌲 tree ёлка дерево
🍂 autumn leaves осень листья
🌍 earth world земля мир
🌙 moon night луна ночь
☀️ sun солнце
🌤️ cloud sun погода облако
☁️ cloud облако
🌧️ rain дождь
⛈️ storm гроза
❄️ snow снег зима
🌈 rainbow радуга`,
  food: `
☕ coffee кофе
🍵 tea чай
🍰 cake торт
🎂 birthday cake день рождения торт
🍕 pizza пицца
🍔 burger бургер
🍟 fries картошка
🥗 salad салат
🍣 sushi суши
🍜 noodles soup лапша суп
🍞 bread хлеб
🧀 cheese сыр
🥐 croissant круассан
🍎 apple яблоко
🍌 banana банан
🍓 strawberry клубника
🍋 lemon лимон
🍉 watermelon арбуз
🍫 chocolate шоколад
🍪 cookie печенье
🍷 wine вино
🍺 beer пиво
🥂 cheers glasses тост бокалы
🍽️ meal restaurant еда ресторан`,
  things: `
📱 phone mobile телефон
💻 laptop computer ноутбук компьютер
🖥️ computer screen компьютер экран
🖨️ printer принтер
📞 call phone звонок телефон
📧 email mail почта письмо
✉️ letter mail письмо
📦 package parcel посылка доставка
🚚 delivery truck доставка грузовик
📄 document page документ
📎 paperclip скрепка вложение
📝 note write заметка
📅 calendar date календарь дата
⏰ alarm clock будильник время
⏳ wait hourglass ждать время
⌛ time hourglass время
🔍 search look поиск
🔑 key password ключ пароль
🔒 lock secure замок защита
🔓 unlock open открыто
🔧 repair tool ремонт ключ
🛠️ tools repair инструменты ремонт
⚙️ settings gear настройки
💡 idea light идея лампа
🔔 bell notification звонок уведомление
📌 pin important важно
📈 growth chart рост график
📉 decline chart падение график
📊 chart statistics график статистика
💰 money деньги
💳 card payment карта оплата
🧾 receipt bill чек счёт
🛒 cart shop корзина покупка
🎁 gift present подарок
🏷️ price tag цена
🎉 party congratulations поздравляем праздник
🎈 balloon шарик
🏆 trophy winner кубок победа
🎧 headphones support наушники поддержка
📷 camera photo камера фото
🎥 video camera видео
🔋 battery батарея
🔌 plug power питание
📶 signal network сигнал связь
💊 medicine лекарство
👕 shirt clothes футболка одежда
👟 shoe sneaker обувь
👗 dress платье
💍 ring кольцо`,
  places: `
🏠 house home дом
🏢 office building офис здание
🏪 shop store магазин
🏦 bank банк
🏥 hospital больница
🏫 school школа
🏨 hotel отель гостиница
🗺️ map карта
📍 place location место адрес
🧭 compass компас
✈️ plane flight самолёт
🚗 car машина
🚕 taxi такси
🚌 bus автобус
🚆 train поезд
🚲 bicycle велосипед
🚢 ship корабль
🚀 rocket fast ракета быстро
🏖️ beach vacation пляж отпуск
🏔️ mountain горы
⚽ football ball футбол
🏀 basketball баскетбол
🎮 game игра
🎵 music музыка
🎬 film movie кино
📚 books книги
🎓 graduation study учёба`,
} as const;

export type EmojiGroup = keyof typeof byGroup;

export interface Emoji {
  sign: string;
  words: string;
}

export const emojiGroups: Array<{ group: EmojiGroup; emoji: Emoji[] }> = Object.entries(byGroup).map(
  ([group, lines]) => ({
    group: group as EmojiGroup,
    emoji: lines
      .trim()
      .split('\n')
      .map((line) => {
        const [sign = '', ...words] = line.split(' ');
        return { sign, words: words.join(' ') };
      }),
  }),
);

/** Those that all the words begin one of theirs; every one when nothing is looked for. */
export function findEmoji(query: string): Array<{ group: EmojiGroup; emoji: Emoji[] }> {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  const fits = ({ sign, words }: Emoji) => {
    const its = plain(words).split(' ');
    return sign === query.trim() || wanted.every((word) => its.some((one) => one.startsWith(word)));
  };
  return emojiGroups
    .map(({ group, emoji }) => ({ group, emoji: emoji.filter(fits) }))
    .filter(({ emoji }) => emoji.length > 0);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}
