import { channelWords } from './channels';
import { facebookWords } from './facebook';
import { failureWords } from './failures';
import { fieldWords } from './fields';
import { outcomeWords } from './outcomes';
import { requestWords } from './requests';
import { serviceWords } from './service';
import { telegramWords } from './telegram';
import { webchatWords } from './webchat';
import { whatsAppWords } from './whatsapp';

/** All that the service says when it refuses something, when something failed, and when a process is done, by the English sentence. `test/api/words.test.ts` tells what is missing. */
export const russian = {
  ...fieldWords,
  ...requestWords,
  ...serviceWords,
  ...failureWords,
  ...outcomeWords,
  ...channelWords,
  ...facebookWords,
  ...telegramWords,
  ...webchatWords,
  ...whatsAppWords,
};
