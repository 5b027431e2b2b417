import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import {
  botClientInWork,
  inConversation,
  pageClientInWork,
  whatsAppClientInWork,
} from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import { eventually } from '../../support/eventually';
import { only } from '../../support/routing-scenes';

const { field, message } = inConversation;

async function answer(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
  await message(page, text).waitFor();
}

/** How far an answer has come, as it is shown. */
const untilTick = (page: Page, text: string, name: 'Sent' | 'Delivered' | 'Read' | 'Not delivered') =>
  message(page, text).getByRole('img', { name, exact: true }).waitFor();

describe('at Facebook', () => {
  test('the ticks of an answer follow what the page is told: sent, delivered, read', async () => {
    const scene = await pageClientInWork(parley, 'Hello');
    const tab = await stage.openChat(scene);
    const { page } = tab;
    await answer(page, 'How can I help?');
    await untilTick(page, 'How can I help?', 'Sent');
    scene.client.receives();
    await untilTick(page, 'How can I help?', 'Delivered');
    scene.client.reads();
    await untilTick(page, 'How can I help?', 'Read');
    await tab.close();
  });

  test('what the client corrects, and the reaction to a message, are seen at the message', async () => {
    const scene = await pageClientInWork(parley, 'On Thrsday');
    const tab = await stage.openChat(scene);
    const { page } = tab;
    await message(page, 'On Thrsday').waitFor();
    scene.client.edit(scene.message.mid, 'On Thursday');
    const corrected = message(page, 'On Thursday');
    await corrected.getByText('edited').waitFor();
    expect(await corrected.getByText('edited').getAttribute('title')).toMatch(/^Changed by the client .*\d/);
    expect(await message(page, 'On Thrsday').count()).toBe(0);
    await corrected.getByText('edited').click();
    const former = page.getByRole('dialog', { name: 'Former versions' });
    await former.getByText('On Thrsday').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await former.waitFor({ state: 'detached' });

    await answer(page, 'Thursday it is');
    await untilTick(page, 'Thursday it is', 'Sent');
    const { mid } = await eventually('the client has it', async () => scene.client.received[0]);
    scene.client.react(mid, '❤️');
    const reaction = message(page, 'Thursday it is').getByRole('img', { name: 'Reaction of the client: ❤️' });
    await reaction.waitFor();
    await expectAccessible(page);
    scene.client.react(mid, null);
    await reaction.waitFor({ state: 'detached' });
    await tab.close();
  });

  test('why it did not take an answer is told, and the answer is sent again', async () => {
    const scene = await pageClientInWork(parley, 'Hello');
    const tab = await stage.openChat(scene);
    const { page } = tab;
    scene.client.block();
    await answer(page, 'Are you there?');
    await untilTick(page, 'Are you there?', 'Not delivered');
    await message(page, 'Are you there?')
      .getByText(/^Not delivered: .*blocked/)
      .waitFor();
    scene.client.conversation.isBlocked = false;
    await message(page, 'Are you there?').getByRole('button', { name: 'Send again' }).click();
    await untilTick(page, 'Are you there?', 'Sent');
    expect(scene.client.received.map(({ text }) => text)).toEqual(['Are you there?']);
    await tab.close();
  });
});

describe('at WhatsApp', () => {
  test('the ticks of an answer follow what Twilio reports: sent, delivered, read', async () => {
    const scene = await whatsAppClientInWork(parley, 'Hello');
    const tab = await stage.openChat(scene);
    const { page } = tab;
    scene.twilio.reporting = 'held';
    const before = scene.twilio.sent.length;
    await answer(page, 'It arrives today');
    await untilTick(page, 'It arrives today', 'Sent');
    await scene.twilio.untilSent(before + 1);
    await scene.twilio.deliver(only(scene.twilio.sent.slice(before)));
    await untilTick(page, 'It arrives today', 'Delivered');
    await scene.client.readAll();
    await untilTick(page, 'It arrives today', 'Read');
    await tab.close();
  });

  test('an answer that is refused after it was sent says why, and is sent again', async () => {
    const scene = await whatsAppClientInWork(parley, 'Hello');
    const tab = await stage.openChat(scene);
    const { page } = tab;
    scene.client.hasBlocked = true;
    await answer(page, 'Are you there?');
    await message(page, 'Are you there?')
      .getByText(/^Not delivered: .*blocked/)
      .waitFor();
    scene.client.hasBlocked = false;
    await message(page, 'Are you there?').getByRole('button', { name: 'Send again' }).click();
    await untilTick(page, 'Are you there?', 'Delivered');
    await tab.close();
  });
});

describe('at Telegram', () => {
  test('what the client corrects is seen at the message, caption or text', async () => {
    const scene = await botClientInWork(parley, 'Hello');
    const tab = await stage.openChat(scene);
    const { page } = tab;
    const text = scene.client.sendText('At 15:00').message.message_id;
    const photo = scene.client.sendPhoto({ caption: 'Th lamp' }).message.message_id;
    await message(page, 'Th lamp')
      .getByRole('button', { name: /^Open the picture/ })
      .waitFor();
    scene.client.edit(text, 'At 16:00');
    await message(page, 'At 16:00').getByText('edited').waitFor();
    scene.client.editCaption(photo, 'The lamp');
    await message(page, 'The lamp').getByText('edited').waitFor();
    await message(page, 'The lamp')
      .getByRole('button', { name: /^Open the picture/ })
      .waitFor();
    await tab.close();
  });

  test('what failed is sent again only by the operator who has the chat', async () => {
    const scene = await botClientInWork(parley, 'Hello');
    scene.bot.failNext('sendMessage', { kind: 'status', code: 403 });
    const tab = await stage.openChat(scene);
    const { page } = tab;
    await answer(page, 'Good morning');
    const again = message(page, 'Good morning').getByRole('button', { name: 'Send again' });
    await again.waitFor();
    await parley.admin.close(scene.chatId);
    await page
      .getByText(/^The chat was completed/)
      .first()
      .waitFor();
    await message(page, 'Good morning')
      .getByText(/^Not delivered/)
      .waitFor();
    await again.waitFor({ state: 'detached' });
    await tab.close();
  });
});
