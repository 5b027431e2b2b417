import { createAccount, fillSignIn } from '../../support/browser/console-pages';
import { expectWrong } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { createRole } from '../../support/builders';

test('who reads Russian is told in Russian what is wrong, also by a browser that asks for English', async () => {
  const { parley, browser } = office;
  const account = await createAccount(parley, { name: 'Rita Chief', permissions: ['Administrator'] });
  const bot = parley.telegram.createBot();
  const { name: taken } = await createRole(parley);
  const tab = await browser.openTab();
  tab.expectRefusals(400, 422, 409);
  const { page } = tab;
  await page.goto(`${parley.base}/console/administration/roles/new`);
  await page.getByLabel('Language').selectOption('ru');
  await fillSignIn(page, account, 'ru');
  const name = page.getByLabel('Название');
  const save = page.getByRole('button', { name: 'Сохранить', exact: true });
  await save.click();
  await expectWrong(name, /не может быть пустым/);
  await name.fill(taken);
  await save.click();
  await expectWrong(name, new RegExp(`Роль «${taken}» уже есть\\.`));

  await page.goto(`${parley.base}/console/administration/channels/new/telegram`);
  const token = page.getByLabel('Токен бота');
  await token.fill(`1${bot.token}`);
  await page.getByRole('button', { name: 'Добавить канал' }).click();
  await expectWrong(token, /Telegram не знает этот токен\./);
  await tab.close();
});
