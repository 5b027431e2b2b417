import type { Area } from '../app/area';
import { may } from '../session/session';
import { AdministrationIcon } from '../ui/icons';
import { words } from '../words/words';

export const administration: Area = {
  root: '/administration',
  title: () => words().areas.administration,
  Icon: AdministrationIcon,
  key: 'a',
  mayUse: (user) => may(user, 'CanManageChats'),
  load: () => import('./screen'),
};
