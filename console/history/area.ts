import type { Area } from '../app/area';
import { ChatsIcon } from '../ui/icons';
import { words } from '../words/words';

export const history: Area = {
  root: '/chats',
  title: () => words().areas.chats,
  Icon: ChatsIcon,
  key: 'c',
  mayUse: () => true,
  load: () => import('./screen'),
};
