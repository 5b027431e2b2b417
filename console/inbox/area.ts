import type { Area } from '../app/area';
import { InboxIcon } from '../ui/icons';
import { words } from '../words/words';

export const inbox: Area = {
  root: '/inbox',
  title: () => words().areas.inbox,
  Icon: InboxIcon,
  key: 'i',
  mayUse: () => true,
  load: () => import('./screen'),
};
