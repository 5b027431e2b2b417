import { useServices } from '../../app/services';
import { may } from '../../session/session';
import { Notice } from '../../ui/notice';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import { Page, Part } from '../parts/page';
import type { Setting } from '../types';
import { adminWords } from '../words';
import { SettingForm } from './setting-form';
import { SoundSetting } from './sound-setting';
import { settingWords } from './words';

const groups = {
  work: ['SimultaneousChats', 'OmniChatOperatorAcceptChatTimeout', 'PresenceTimeoutMinutes'],
  installation: ['SiteUrl', 'Language', 'RetentionDays'],
  signIn: ['IdentityServerUrl', 'IdentityServerClientId', 'IdentityServerClientSecret'],
  notifications: ['NotificationWebhookUrl', 'NotificationWebhookSecret'],
} as const;

export function Section() {
  const { api, session } = useServices();
  const loaded = useLoaded((signal) => api.all<Setting>('/api/settings', { signal }));
  const isAdministrator = may(session.user.value, 'Administrator');
  const w = settingWords();
  return (
    <Page title={adminWords().sections.settings} intro={w.intro}>
      <WhenLoaded of={loaded}>
        {(settings) => {
          const of = (codes: readonly string[], disabled = false) =>
            settings
              .filter(({ code }) => codes.includes(code))
              .map((setting) => <SettingForm key={setting.code} setting={setting} disabled={disabled} />);
          const sound = settings.find(({ code }) => code === 'OmniChatNotificationSound');
          return (
            <>
              <Part title={w.groups.work}>{of(groups.work)}</Part>
              {sound !== undefined && (
                <Part title={w.groups.sound}>
                  <SoundSetting setting={sound} />
                </Part>
              )}
              <Part title={w.groups.installation}>{of(groups.installation)}</Part>
              <Part title={w.groups.signIn} intro={w.signInIntro}>
                {!isAdministrator && <Notice tone="info">{w.signInLocked}</Notice>}
                {of(groups.signIn, !isAdministrator)}
              </Part>
              <Part title={w.groups.notifications}>{of(groups.notifications)}</Part>
            </>
          );
        }}
      </WhenLoaded>
    </Page>
  );
}
