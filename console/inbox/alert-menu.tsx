import { useState } from 'preact/hooks';
import { IconButton } from '../ui/button';
import { SoundIcon, SoundOffIcon } from '../ui/icons';
import { Switch } from '../ui/inputs';
import { Popover } from '../ui/popover';
import { desktopChoice, soundChoice } from './alert-choices';
import styles from './alert-menu.module.css';
import { askForDesktop, permissionNow } from './desktop-permission';
import { inboxWords } from './words';

/** How this browser draws attention. */
export function AlertMenu() {
  const { alerts: say } = inboxWords();
  const [permission, setPermission] = useState(permissionNow);
  const isBlocked = permission === 'denied';

  async function switchDesktop(isOn: boolean): Promise<void> {
    if (isOn) setPermission(await askForDesktop());
    else desktopChoice.value = 'off';
  }

  return (
    <Popover
      label={say.menu}
      align="end"
      onOpen={() => setPermission(permissionNow())}
      control={(props) => (
        <IconButton {...props} label={say.menu}>
          {soundChoice.value === 'on' ? <SoundIcon /> : <SoundOffIcon />}
        </IconButton>
      )}
    >
      {() => (
        <div class={styles.choices}>
          <Switch
            label={say.sound}
            value={soundChoice.value === 'on'}
            onChange={(isOn) => {
              soundChoice.value = isOn ? 'on' : 'off';
            }}
          />
          <Switch
            label={say.desktop}
            hint={isBlocked ? say.desktopBlocked : undefined}
            disabled={isBlocked}
            value={desktopChoice.value === 'on' && permission === 'granted'}
            onChange={(isOn) => void switchDesktop(isOn)}
          />
        </div>
      )}
    </Popover>
  );
}
