import { useEffect, useRef, useState } from 'preact/hooks';
import type { Attachment } from './attachments';
import styles from './attachments.module.css';
import type { RenewFile } from './file-renewal';
import { FileFacts, FileRow } from './file-row';
import { DownloadIcon } from './icons';
import { SaveLink } from './save-link';
import { conversationWords } from './words';

/** Plays sound or video. When its address has run out it goes on from the new one; what the browser cannot play can be saved. */
export function Player({ attachment, onRenew }: { attachment: Attachment; onRenew: RenewFile }) {
  const { id, url, fileName, mediaType } = attachment;
  const element = useRef<HTMLMediaElement>(null);
  const isWanted = useRef(false);
  const stoppedAt = useRef(0);
  const [unplayableUrl, setUnplayable] = useState<string | null>(null);
  const words = conversationWords().attachment;

  useEffect(() => {
    if (!isWanted.current || element.current === null) return;
    element.current.currentTime = stoppedAt.current;
    // What prevents it is an error of the player's, which is told there.
    element.current.play().catch(() => undefined);
  }, [url]);

  async function failed(): Promise<void> {
    stoppedAt.current = element.current?.currentTime ?? 0;
    const now = await onRenew(id).catch(() => null);
    if (now === null || now === url) setUnplayable(url);
  }

  if (unplayableUrl === url) return <FileRow attachment={attachment} onRenew={onRenew} note={words.unplayable} />;
  const media = {
    ref: (one: HTMLMediaElement | null) => {
      element.current = one;
    },
    controls: true,
    preload: 'metadata',
    src: url ?? '',
    'aria-label': fileName,
    onPlay: () => {
      isWanted.current = true;
    },
    onPause: () => {
      isWanted.current = false;
    },
    onError: () => void failed(),
  } as const;
  return (
    <div class={styles.player}>
      {mediaType.startsWith('audio/') ? (
        <audio class={styles.audio} {...media} />
      ) : (
        <video class={styles.video} {...media} />
      )}
      <SaveLink class={styles.caption} attachment={attachment} onRenew={onRenew} title={words.downloadName(fileName)}>
        <FileFacts attachment={attachment} />
        <DownloadIcon size={15} />
      </SaveLink>
    </div>
  );
}
