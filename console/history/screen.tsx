import { Empty } from '../ui/states';
import { words } from '../words/words';

export function Screen() {
  return <Empty title={words().areas.chats}>{words().common.nothingHere}</Empty>;
}
