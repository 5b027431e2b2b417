import type { Area } from '../app/area';
import { ContactsIcon } from '../ui/icons';
import { words } from '../words/words';

export const contacts: Area = {
  root: '/contacts',
  title: () => words().areas.contacts,
  Icon: ContactsIcon,
  key: 'p',
  mayUse: () => true,
  load: () => import('./screen'),
};
