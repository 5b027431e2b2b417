import type { Locator, Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import { inConversation, pageClientInWork, whatsAppClientInWork } from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import { eventually } from '../../support/eventually';

const { field, list, message } = inConversation;

const status = (page: Page) => page.getByRole('status');
const sendButton = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });
const paragraph = (index: number) => `Paragraph ${index}. ${'Some words of it. '.repeat(60)}`.trim();

test('near the limit the characters are counted; what is too long is not sent by Enter, and as several messages when that is asked for', async () => {
  const scene = await pageClientInWork(parley, 'Tell me everything');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await field(page).fill('x'.repeat(1_700));
  expect(await page.getByText(/characters/).count()).toBe(0);
  await field(page).fill('x'.repeat(1_850));
  await page.getByText('1,850 of 2,000 characters').waitFor();
  await status(page).getByText('150 characters left').waitFor();
  expect(await field(page).getAttribute('aria-describedby')).toBe('answer-length');

  const text = [1, 2, 3].map(paragraph).join('\n\n');
  await field(page).fill(text);
  await page.getByText(/^Your answer has 3,\d{3} characters; one message takes 2,000\.$/).waitFor();
  await field(page).press('Enter');
  await page.getByRole('alert').getByText('Nothing was sent yet. Shorten the answer').waitFor();
  await sendButton(page).click({ force: true });
  expect(await field(page).inputValue()).toBe(text);
  expect(await list(page).getByRole('article').count()).toBe(1);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Send as 3 messages' }).click();
  await eventually('the client has all of it', async () => scene.client.received.length === 3);
  expect(scene.client.received.map((received) => received.text)).toEqual([1, 2, 3].map(paragraph));
  for (const index of [1, 2, 3])
    await message(page, `Paragraph ${index}.`).getByRole('img', { name: 'Sent', exact: true }).waitFor();
  expect(await list(page).getByRole('article').count()).toBe(4);
  expect(await field(page).inputValue()).toBe('');
  expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await tab.close();
});

test('several messages that cannot be handed over wait as one, and are there once each when the service is back', async () => {
  const scene = await whatsAppClientInWork(parley, 'Tell me everything');
  const before = scene.twilio.sent.length;
  const tab = await stage.openChat(scene);
  tab.expectOutage();
  const { page } = tab;
  const offer = page.getByRole('button', { name: 'Send as 2 messages' });
  await field(page).fill([1, 2].map(paragraph).join('\n\n'));
  await offer.waitFor();
  await page.context().setOffline(true);
  await offer.click();
  await message(page, 'Paragraph 1.')
    .getByText(/^Parley cannot be reached/)
    .waitFor();
  expect(await list(page).getByRole('article').count()).toBe(2);
  await page.context().setOffline(false);
  for (const index of [1, 2])
    await message(page, `Paragraph ${index}.`).getByRole('img', { name: 'Delivered', exact: true }).waitFor();
  expect(scene.twilio.sent.slice(before).map(({ body }) => body)).toEqual([1, 2].map(paragraph));
  await tab.close();
});

test('on a phone, in Russian, all of the composer is on the screen, and its words are Russian', async () => {
  const scene = await pageClientInWork(parley, 'Здравствуйте');
  const tab = await stage.openAt(scene.account, `/inbox/${scene.chatId}`, {
    ...{ language: 'ru', width: 390, height: 780 },
  });
  const { page } = tab;
  const answer = page.getByRole('textbox', { name: 'Ваш ответ' });
  const isOnScreen = async (button: Locator) => {
    const box = await button.boundingBox();
    return box !== null && box.x >= 0 && box.x + box.width <= 390;
  };
  // Beside it stands until when free answers are taken, with the date.
  await page.getByText(/^Свободные ответы до/).waitFor();
  expect(await isOnScreen(page.getByRole('button', { name: 'Отправить', exact: true }))).toBe(true);
  await answer.fill([1, 2].map(paragraph).join('\n\n'));
  await answer.press('Enter');
  await page
    .getByRole('alert')
    .getByText(/^Ничего ещё не отправлено\./)
    .waitFor();
  const offer = page.getByRole('button', { name: 'Отправить 2 сообщениями' });
  expect(await isOnScreen(offer)).toBe(true);
  await expectAccessible(page);
  await offer.click();
  await eventually('the client has both', async () => scene.client.received.length === 2);
  await tab.close();
});
