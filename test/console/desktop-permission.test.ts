import { desktopAsked, desktopChoice } from '../../console/inbox/alert-choices';
import { askAtFirstActive, askForDesktop } from '../../console/inbox/desktop-permission';

function browserWith(now: NotificationPermission, answer: NotificationPermission = 'granted') {
  const asked: string[] = [];
  const ask = async () => {
    asked.push('asked');
    return answer;
  };
  return { browser: { now: () => now, ask }, asked };
}

beforeEach(() => {
  desktopAsked.value = 'no';
  desktopChoice.value = 'off';
});

test.each<
  [now: NotificationPermission, before: 'yes' | 'no', answer: NotificationPermission, asked: number, choice: string]
>([
  ['default', 'no', 'granted', 1, 'on'],
  ['default', 'no', 'denied', 1, 'off'],
  ['default', 'no', 'default', 1, 'off'],
  ['default', 'yes', 'granted', 0, 'off'],
  ['denied', 'no', 'denied', 0, 'off'],
  ['granted', 'no', 'granted', 0, 'off'],
])('permission is %s, and he was asked before: %s; would he say %s?', async (now, before, answer, times, choice) => {
  desktopAsked.value = before;
  const { browser, asked } = browserWith(now, answer);
  await askAtFirstActive(browser);
  await askAtFirstActive(browser);
  expect([asked.length, desktopChoice.value]).toEqual([times, choice]);
});

test('who has switched notifications on himself is not asked once more', async () => {
  const { browser, asked } = browserWith('default', 'default');
  await askForDesktop(browser);
  await askAtFirstActive(browser);
  expect(asked).toHaveLength(1);
});
