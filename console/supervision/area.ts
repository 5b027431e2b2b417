import type { Area } from '../app/area';
import { may } from '../session/session';
import { EyeIcon } from '../ui/icons';
import { words } from '../words/words';

export const supervision: Area = {
  root: '/supervision',
  title: () => words().areas.supervision,
  Icon: EyeIcon,
  key: 's',
  mayUse: (user) => may(user, 'CanManageChats'),
  load: () => import('./screen'),
};
