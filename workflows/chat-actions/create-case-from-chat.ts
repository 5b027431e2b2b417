import { defineProcess, finished, refused } from './define-process';
import { another, chat } from './parameters';
import { steps } from './steps';

interface Input {
  RunId: string;
  ChatId: string;
  New?: boolean;
}

/** Opens a case from the chat; asked twice, it is the same one, unless a new one is asked for (domain 5.2). */
export const CreateCaseFromChat = defineProcess(
  { title: { en: 'Create case', ru: 'Создать обращение' }, parameters: [chat, another] },
  async ({ RunId, ChatId, New = false }: Input) => {
    const known = await steps.findCase({ chatId: ChatId });
    if (known !== null && !New) return finished(`Case ${known.number} is there already.`, known.link);

    const opened = await steps.openCase({ runId: RunId, chatId: ChatId, isFirst: known === null });
    if (opened === null) return refused('The chat is not there any more.');
    return finished(
      opened.isNew ? `Case ${opened.number} is open.` : `Case ${opened.number} is there already.`,
      opened.link,
    );
  },
);
