import { defineWords } from '../../words/define-words';
import { pluralEn, pluralRu } from '../../words/plural';

export const roleWords = defineWords({
  en: {
    intro: 'A role is a group of users. A queue that has a role has all its members as operators.',
    add: 'Add a role',
    newTitle: 'New role',
    empty: 'There is no role yet.',
    members: 'Members',
    count: (count: number) => pluralEn(count, 'member', 'members'),
    removeText: 'Its members lose it. A role that a queue uses stays.',
    incomplete: (names: string) => `The role is saved, but not for: ${names}. Save again.`,
  },
  ru: {
    intro: 'Роль — это группа пользователей. Очередь с ролью имеет операторами всех её участников.',
    add: 'Добавить роль',
    newTitle: 'Новая роль',
    empty: 'Ролей пока нет.',
    members: 'Участники',
    count: (count) => pluralRu(count, { one: 'участник', few: 'участника', many: 'участников' }),
    removeText: 'Участники её лишатся. Роль, которую использует очередь, остаётся.',
    incomplete: (names) => `Роль сохранена, но не для: ${names}. Сохраните ещё раз.`,
  },
});
