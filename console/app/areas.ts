import { administration } from '../admin/area';
import { cases } from '../cases/area';
import { contacts } from '../contact/area';
import { history } from '../history/area';
import { inbox } from '../inbox/area';
import { supervision } from '../supervision/area';
import type { Area } from './area';
import type { User } from './types';

/** Every area, in the order of the navigation. The first that somebody may use is where he begins. */
const areas: readonly Area[] = [inbox, history, contacts, cases, supervision, administration];

/** Addresses that others know: Facebook's login ends at the channels. */
export const redirects: Readonly<Record<string, string>> = { '/channels': '/administration/channels' };

export function areasFor(user: User): Area[] {
  return areas.filter((area) => area.mayUse(user));
}

export function areaAt(path: string, among: readonly Area[]): Area | null {
  return among.find(({ root }) => path === root || path.startsWith(`${root}/`)) ?? null;
}
