import type { Locator, Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import type { Tab } from '../../support/browser/browser';
import { inConversation, type Scene, visitorInWork } from '../../support/browser/conversation-scene';
import { expectWrong } from '../../support/browser/forms';
import { parley, stage } from '../../support/browser/shared-stage';
import { createAction, processesOf } from '../../support/chat-actions';
import { eventually } from '../../support/eventually';
import { startExternalWorker } from '../../support/external/worker';

const { list } = inConversation;

describe('actions of a chat', () => {
  let endWorker: () => Promise<void>;
  beforeAll(async () => {
    const taskQueue = `${parley.name}-billing`;
    endWorker = await startExternalWorker(taskQueue);
    const parameters = [
      { name: 'ChatId', title: 'The chat', type: 'chat' },
      { name: 'Copies', title: 'How many copies', type: 'number' },
      { name: 'Speed', title: 'How fast', type: 'choice', choices: ['normal', 'express'] },
      { name: 'Urgent', title: 'At once', type: 'boolean' },
    ];
    const chat = parameters.slice(0, 1);
    for (const [workflowType, asked] of [
      ['BillInvoice', parameters],
      ['KnowNoSuchClient', chat],
      ['RefusePolitely', chat],
    ] as const)
      await parley.admin.ok('POST', '/api/processes', {
        ...{ name: workflowType, title: `Test of ${workflowType}`, workflowType, taskQueue, parameters: asked },
      });
  });

  afterAll(async () => {
    await endWorker();
  });

  /** An operator's page at his chat, with an action of its queue. */
  async function openWithAction(action: { name: string; process: string }): Promise<Tab & Scene> {
    const scene = await visitorInWork(parley, 'My invoice, please');
    await createAction(parley, { ...action, queueId: scene.queue.id });
    return { ...scene, ...(await stage.openChat(scene)) };
  }

  const processes = (page: Page): Locator => page.getByRole('list', { name: 'Processes' }).getByRole('listitem');

  test('what an action asks for is told at its field when it is wrong; once it is right, two clicks start it once', async () => {
    const tab = await openWithAction({ name: 'Bill', process: 'BillInvoice' });
    tab.expectRefusals(400);
    const { page, account, chatId } = tab;
    await page.getByRole('button', { name: 'Bill…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run: Bill' });
    await dialog.getByLabel('How many copies').fill('a few');
    await dialog.getByLabel('How fast').selectOption('express');
    await dialog.getByLabel('At once').check();
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    await expectWrong(dialog.getByLabel('How many copies'), /must be a number/);
    await expectAccessible(page);
    expect(await processesOf(account.user, chatId)).toEqual([]);
    expect(await dialog.getByLabel('How fast').inputValue()).toBe('express');

    await dialog.getByLabel('How many copies').fill('2');
    await dialog.getByRole('button', { name: 'Run', exact: true }).dblclick();
    await dialog.waitFor({ state: 'detached' });
    const said = 'Billed ChatId, Copies, RunId, Speed, Urgent, urgently.';
    await processes(page).getByText(said).waitFor();
    const link = list(page).getByText(`“Bill” is done: ${said}`).getByRole('link', { name: 'Open the result' });
    expect([await link.getAttribute('target'), await link.getAttribute('rel')]).toEqual([
      '_blank',
      'noopener noreferrer',
    ]);
    expect(await processesOf(account.user, chatId)).toHaveLength(1);
    await tab.close();
  });

  test('an action that asks for nothing is started once by two clicks, and again by a third', async () => {
    const tab = await openWithAction({ name: 'Order', process: 'RefusePolitely' });
    const { page, account, chatId } = tab;
    const button = page.getByRole('button', { name: 'Order', exact: true });
    await button.dblclick();
    await processes(page).getByText('Invoices are billed on Mondays.').waitFor();
    await processes(page).getByText('Refused', { exact: true }).waitFor();
    await list(page).getByText('“Order” was refused: Invoices are billed on Mondays.').waitFor();
    expect(await processesOf(account.user, chatId)).toHaveLength(1);
    await button.click();
    await eventually('it runs once more', async () => (await processes(page).count()) === 2);
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    await tab.close();
  });

  test('a process that fails says so with its words, beside the conversation and in it', async () => {
    const tab = await openWithAction({ name: 'Look up', process: 'KnowNoSuchClient' });
    const { page } = tab;
    await page.getByRole('button', { name: 'Look up' }).click();
    const run = processes(page).filter({ hasText: 'Look up' });
    await run.getByText('The billing system knows no such client.').waitFor();
    await run.getByText('Failed', { exact: true }).waitFor();
    await list(page).getByText('“Look up” failed: The billing system knows no such client.').waitFor();
    await expectAccessible(page);
    await tab.close();
  });

  test('a start whose answer is lost is asked for again under the same key', async () => {
    const tab = await openWithAction({ name: 'Open a case', process: 'CreateCaseFromChat' });
    tab.expectOutage();
    const { page, account, chatId } = tab;
    let lost = 0;
    await page.route('**/actions/*', async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Open a case…' }).click();
    const run = page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true });
    await run.click();
    await page
      .getByRole('dialog')
      .getByText(/^Parley cannot be reached/)
      .waitFor();
    await run.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await processes(page)
      .getByText(/^Case \d+ is open\./)
      .waitFor();
    await list(page).getByRole('link', { name: 'Open the result' }).click();
    await page.waitForURL('**/console/cases/*');
    expect(await processesOf(account.user, chatId)).toHaveLength(1);
    await tab.close();
  });
});
