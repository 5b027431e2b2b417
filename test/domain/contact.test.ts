import { substituteName } from '../../domain/contact';

describe('the name of a contact of whom the messenger tells nothing', () => {
  it.each([
    ['en', 'New contact Support-4711'],
    ['ru', 'Новый контакт Support-4711'],
    ['ru-RU', 'Новый контакт Support-4711'],
    ['RU', 'Новый контакт Support-4711'],
    // There are no words in it.
    ['de', 'New contact Support-4711'],
    ['', 'New contact Support-4711'],
  ])('is in the language of a channel in %p: %s', (language, name) => {
    expect(substituteName({ name: 'Support', language }, '4711')).toBe(name);
  });
});
