import { z } from 'zod';
import type { Language } from '../../domain/languages';
import { invalid, Problem } from '../../domain/problem';
import { type SettingCode, settingDefaults } from '../../domain/settings';
import { may } from '../../domain/user';
import type { Storage } from '../../storage/storage';
import type { Audit, AuditedUnit } from '../audit';
import type { ApiDeps } from '../deps';
import { check } from '../http/check';
import { listOf, wholeList } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { renamePresets } from '../presets';
import { administratorSettings, isSettingCode, secretSettings, settingCodes, settingSchemas } from '../setting-values';
import { settingShape } from '../shapes/setting';
import { checkSound, removeSound, soundUrl } from '../sounds';

type Deps = Pick<ApiDeps, 'storage' | 'installation' | 'siteProbe'>;

export function settingRoutes(deps: Deps): Route[] {
  const { storage } = deps;
  const tag = 'Settings';

  return [
    route({
      method: 'GET',
      path: '/api/settings',
      operationId: 'GetSettings',
      summary: 'System settings',
      tag,
      access: 'CanManageChats',
      responses: { 200: listOf(settingShape) },
      handle: async () => ok(wholeList(await Promise.all(settingCodes.map((code) => showSetting(deps, code))))),
    }),
    route({
      method: 'GET',
      path: '/api/settings/{code}',
      operationId: 'GetSetting',
      summary: 'A system setting',
      tag,
      access: 'CanManageChats',
      responses: { 200: settingShape },
      problems: ['not_found'],
      handle: async ({ params }) => ok(await showSetting(deps, knownCode(params.code))),
    }),
    route({
      method: 'PUT',
      path: '/api/settings/{code}',
      operationId: 'SetSetting',
      summary: 'Sets a system setting; it holds at once',
      description:
        'Those of the identity server need the permission Administrator. A changed timeout holds for periods that begin afterwards. The sound takes `default`, an id of an audio file, or nothing for none.',
      tag,
      access: 'CanManageChats',
      audit: settingAudit(storage, ({ code = '' }) => code),
      body: z.strictObject({ value: z.union([z.string(), z.number()], { error: 'must be a text or a number' }) }),
      responses: { 200: settingShape },
      problems: ['not_found', 'forbidden'],
      async handle({ params, body, user, change }) {
        const code = knownCode(params.code);
        if (administratorSettings.has(code) && !may(user, 'Administrator')) {
          throw new Problem('forbidden', `${code} needs the permission Administrator.`);
        }
        const value = check(settingSchemas[code], body.value, 'value');
        if (code === 'OmniChatNotificationSound') await checkSound(storage.files, String(value));
        if (code === 'SiteUrl') await checkSite(deps, String(value));
        const before = await change((unit) => setSetting(deps, { code, value }, unit));
        if (code === 'OmniChatNotificationSound' && before !== value) await removeSound(storage.files, String(before));
        return ok(await showSetting(deps, code));
      },
    }),
  ];
}

/** Messengers and clients would be led astray by an address that is another's. */
async function checkSite({ storage, siteProbe }: Deps, siteUrl: string): Promise<void> {
  if (siteUrl === '' || siteUrl === (await storage.settings.get('SiteUrl'))) return;
  if ((await siteProbe(siteUrl)) === 'anothers')
    throw invalid({ value: 'must lead to this Parley: something else answers there' });
}

/** Sets it and gives what it was. A raised limit makes room for every operator at once, a lowered one also binds who is just choosing. */
export async function setSetting(
  { storage }: Pick<Deps, 'storage'>,
  { code, value }: { code: SettingCode; value: string | number },
  unit: AuditedUnit,
): Promise<string | number> {
  const before = await storage.settings.get(code, unit.tx);
  await storage.settings.set(code, value, unit.tx);
  if (code === 'Language') await renamePresets(storage, { from: before as Language, to: value as Language }, unit);
  if (code === 'SimultaneousChats' && Number(value) > Number(before)) unit.follow({ kind: 'fill_everyone' });
  if (code === 'SimultaneousChats' && Number(value) < Number(before)) unit.follow({ kind: 'recheck_claims' });
  return before;
}

/** Of a secret only whether it is set. */
export function settingAudit(storage: Storage, idOf: (params: Record<string, string>) => string): Audit {
  return {
    kind: 'setting',
    idOf,
    async read(code, tx) {
      if (!isSettingCode(code)) return null;
      const value = await storage.settings.get(code, tx);
      return secretSettings.has(code) ? { isSet: value !== '' } : { value };
    },
  };
}

export async function showSetting(
  deps: Pick<Deps, 'storage' | 'installation'>,
  code: SettingCode,
): Promise<z.input<typeof settingShape>> {
  const value = await deps.storage.settings.get(code);
  const shown = { code, value, default: settingDefaults[code], isSet: value !== '' };
  if (secretSettings.has(code)) return { ...shown, value: value === '' ? '' : null };
  return code === 'OmniChatNotificationSound' ? { ...shown, url: soundUrl(deps.installation, String(value)) } : shown;
}

function knownCode(code: string): SettingCode {
  if (!isSettingCode(code))
    throw new Problem('not_found', `There is no setting ${code}. There are ${settingCodes.join(', ')}.`);
  return code;
}
