import { defineWords } from '../../words/define-words';

export const quickReplyWords = defineWords({
  en: {
    intro: 'Texts that operators put into their answers. A chat shows those in the language of its channel.',
    add: 'Add a quick reply',
    newTitle: 'New quick reply',
    empty: 'There is no quick reply yet.',
    title: 'Title',
    titleHint: 'Operators find it by this.',
    text: 'Text',
    insert: 'Insert a variable',
    variables: {
      'contact.firstName': 'Client’s first name',
      'operator.name': 'Operator’s name',
      'chat.number': 'Number of the chat',
    },
    language: 'Language',
  },
  ru: {
    intro: 'Тексты, которые операторы вставляют в ответы. В чате видны ответы на языке его канала.',
    add: 'Добавить быстрый ответ',
    newTitle: 'Новый быстрый ответ',
    empty: 'Быстрых ответов пока нет.',
    title: 'Название',
    titleHint: 'По нему ответ находят операторы.',
    text: 'Текст',
    insert: 'Вставить переменную',
    variables: {
      'contact.firstName': 'Имя клиента',
      'operator.name': 'Имя оператора',
      'chat.number': 'Номер чата',
    },
    language: 'Язык',
  },
});
