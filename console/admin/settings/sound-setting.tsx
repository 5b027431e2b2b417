import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../../app/api-error';
import { sayProblem } from '../../app/say-problem';
import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import type { Setting } from '../types';
import { adminWords } from '../words';
import { SettingHistory } from './setting-history';
import styles from './settings.module.css';
import { settingWords } from './words';

const path = '/api/settings/OmniChatNotificationSound';

/** The sound of a new message: the shipped one, one's own, or none. */
export function SoundSetting({ setting }: { setting: Setting }) {
  const { api, toasts } = useServices();
  const [known, setKnown] = useState(setting);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const w = settingWords();
  const { name = '', meaning = '' } = w.codes.OmniChatNotificationSound ?? {};
  const state = known.value === 'default' ? 'isShipped' : known.value === '' ? 'isNone' : 'isOwn';

  async function change(send: () => Promise<Setting>): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      setKnown(await send());
      toasts.show({ tone: 'success', text: adminWords().editor.saved(name) });
    } catch (error) {
      const sentences = error instanceof ApiError ? Object.values(error.errors) : [];
      setProblem(sentences.length > 0 ? sentences.join(' ') : sayProblem(error));
    }
    setBusy(false);
  }

  function upload(): void {
    const chosen = file.current?.files?.[0];
    if (chosen === undefined || file.current === null) return;
    const form = new FormData();
    form.append('file', chosen);
    file.current.value = '';
    void change(() => api.put<Setting>(`${path}/file`, form));
  }

  return (
    <div class={styles.setting}>
      <div>
        <p>{w.sound[state]}</p>
        <p class={styles.soft}>{`${meaning} ${w.sound.uploadHint}`}</p>
      </div>
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <div class={styles.actions}>
        {known.url !== null && known.url !== undefined && <Listen key={known.url} url={known.url} />}
        <Button busy={isBusy} onClick={() => file.current?.click()}>
          {isBusy ? w.sound.uploading : w.sound.upload}
        </Button>
        <input
          ref={file}
          class={styles.file}
          type="file"
          accept="audio/*"
          aria-label={w.sound.upload}
          tabIndex={-1}
          onChange={upload}
        />
        {state !== 'isShipped' && (
          <Button busy={isBusy} onClick={() => void change(() => api.put<Setting>(path, { value: 'default' }))}>
            {w.sound.shipped}
          </Button>
        )}
        {state !== 'isNone' && (
          <Button busy={isBusy} onClick={() => void change(() => api.put<Setting>(path, { value: '' }))}>
            {w.sound.clear}
          </Button>
        )}
      </div>
      <SettingHistory key={String(known.value)} code={known.code} name={name} />
    </div>
  );
}

function Listen({ url }: { url: string }) {
  const { toasts } = useServices();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const w = settingWords().sound;

  async function play(): Promise<void> {
    try {
      await audio.current?.play();
    } catch {
      toasts.show({ tone: 'error', text: settingWords().sound.cannotPlay });
    }
  }

  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a signal, without words. */}
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlaying={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <Button onClick={() => (isPlaying ? audio.current?.pause() : void play())}>
        {isPlaying ? w.stop : w.listen}
      </Button>
    </>
  );
}
