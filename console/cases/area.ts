import type { Area } from '../app/area';
import { CasesIcon } from '../ui/icons';
import { words } from '../words/words';

export const cases: Area = {
  root: '/cases',
  title: () => words().areas.cases,
  Icon: CasesIcon,
  key: 'd',
  mayUse: () => true,
  load: () => import('./screen'),
};
