import type { ComponentType } from 'preact';
import type { User } from '../app/types';
import { may } from '../session/session';
import { adminWords } from './words';

/** One section of the administration, loaded when it is first gone to. */
export interface Section {
  /** Its part of the address below `/administration`. */
  slug: string;
  title: () => string;
  needsAdministrator: boolean;
  load: () => Promise<{ Section: ComponentType }>;
}

const sections: readonly Section[] = [
  {
    slug: 'channels',
    title: () => adminWords().sections.channels,
    needsAdministrator: false,
    load: () => import('./channels/section'),
  },
  {
    slug: 'queues',
    title: () => adminWords().sections.queues,
    needsAdministrator: false,
    load: () => import('./queues/section'),
  },
  {
    slug: 'actions',
    title: () => adminWords().sections.actions,
    needsAdministrator: false,
    load: () => import('./actions/section'),
  },
  {
    slug: 'processes',
    title: () => adminWords().sections.processes,
    needsAdministrator: false,
    load: () => import('./processes/section'),
  },
  {
    slug: 'quick-replies',
    title: () => adminWords().sections.quickReplies,
    needsAdministrator: false,
    load: () => import('./quick-replies/section'),
  },
  {
    slug: 'settings',
    title: () => adminWords().sections.settings,
    needsAdministrator: false,
    load: () => import('./settings/section'),
  },
  {
    slug: 'users',
    title: () => adminWords().sections.users,
    needsAdministrator: true,
    load: () => import('./users/section'),
  },
  {
    slug: 'roles',
    title: () => adminWords().sections.roles,
    needsAdministrator: true,
    load: () => import('./roles/section'),
  },
  {
    slug: 'audit',
    title: () => adminWords().sections.audit,
    needsAdministrator: true,
    load: () => import('./audit/section'),
  },
];

export function sectionsFor(user: User): Section[] {
  return sections.filter(({ needsAdministrator }) => !needsAdministrator || may(user, 'Administrator'));
}
