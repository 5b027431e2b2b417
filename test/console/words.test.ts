import { language, preferredLanguage } from '../../console/words/language';
import { dayName, duration, fileSize, relativeTime, shortTime } from '../../console/words/time';
import { words } from '../../console/words/words';

afterEach(() => {
  language.value = 'en';
});

test('the language is the first of the browser’s that there are words for', () => {
  expect(preferredLanguage(['de-DE', 'ru-RU', 'en'])).toBe('ru');
  expect(preferredLanguage(['de'])).toBe('en');
});

test('numbers bring the right form of the word', () => {
  expect([0, 1, 5].map((limit) => words().status.load(0, limit))).toEqual([
    '0 of 0 chats',
    '0 of 1 chat',
    '0 of 5 chats',
  ]);
  language.value = 'ru';
  const said = [1, 2, 5, 21].map((limit) => words().status.load(0, limit));
  expect(said).toEqual(['0 из 1 чата', '0 из 2 чатов', '0 из 5 чатов', '0 из 21 чата']);
});

test('times are as short as they can be', () => {
  const now = new Date(2026, 2, 10, 12, 0);
  const at = (...parts: [number, number, number, number?]) => new Date(...parts).toISOString();
  expect(shortTime(at(2026, 2, 10, 9), now)).toBe('9:00 AM');
  expect(shortTime(at(2026, 2, 8), now)).toBe('Sun');
  expect(dayName(at(2026, 2, 10), now)).toBe('Today');
  expect(dayName(at(2026, 2, 9, 23), now)).toBe('Yesterday');
  expect(dayName(at(2025, 2, 9), now)).toBe('March 9, 2025');
  language.value = 'ru';
  expect(dayName(at(2026, 2, 9, 23), now)).toBe('Вчера');
  expect(relativeTime(new Date(now.getTime() - 180_000).toISOString(), now.getTime())).toBe('3 минуты назад');
});

test('how long something takes is shown as a clock does, and never below zero', () => {
  expect([-5_000, 45_999, 245_000, 3_729_000].map(duration)).toEqual(['0:00', '0:45', '4:05', '1:02:09']);
});

test('sizes are in units that people use', () => {
  expect([999, 1_572_864, 16_777_216].map(fileSize)).toEqual(['999 bytes', '1.5 MB', '16 MB']);
});
