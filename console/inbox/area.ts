import type { Area } from '../app/area';
import { InboxIcon } from '../ui/icons';
import { words } from '../words/words';
import { createChatsStore } from './chats-store';

export const inbox: Area = {
  root: '/inbox',
  title: () => words().areas.inbox,
  Icon: InboxIcon,
  key: 'i',
  mayUse: () => true,
  badge({ store }) {
    const { offered, available } = store(createChatsStore).lists.value;
    const count = offered.length + available.length;
    const { areas, offers } = words();
    return count === 0 ? null : { count, label: offers.inArea(areas.inbox, offers.count(count)) };
  },
  load: () => import('./screen'),
};
