import { useStore } from '../app/services';
import { Notice } from '../ui/notice';
import { soundChoice } from './alert-choices';
import { createPageSound } from './sound';
import { inboxWords } from './words';

/** Says that the browser plays no sound yet; gone with the click or key that lets it. */
export function SoundNotice() {
  const { isRefused } = useStore(createPageSound);
  if (!isRefused.value || soundChoice.value === 'off') return null;
  return <Notice tone="warn">{inboxWords().alerts.silenced}</Notice>;
}
