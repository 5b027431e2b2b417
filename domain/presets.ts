import type { Titles } from './languages';

/** What an installation has from its beginning, named in its language (domain 1.11). */
export type PresetKind = 'queue' | 'channel' | 'action';

/** The process of the preset action: it is named as the process is. */
export const presetProcess = 'CreateCaseFromChat';

export const presetNames: Record<PresetKind, Titles> = {
  queue: { en: 'Support', ru: 'Поддержка' },
  channel: { en: 'Website chat', ru: 'Чат на сайте' },
  action: { en: 'Create case', ru: 'Создать обращение' },
};
