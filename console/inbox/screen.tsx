import { matchPath } from '../app/router';
import { useServices } from '../app/services';
import { Conversation } from '../conversation/conversation';
import { Empty } from '../ui/states';
import { words } from '../words/words';

export function Screen() {
  const { router } = useServices();
  const chatId = matchPath('/inbox/:chatId', router.place.value.path)?.chatId ?? null;
  if (chatId === null) return <Empty title={words().areas.inbox}>{words().common.nothingHere}</Empty>;
  return <Conversation key={chatId} chatId={chatId} />;
}
