import { useState } from 'preact/hooks';
import type { Message } from '../app/types';
import styles from './attachments.module.css';
import type { RenewFile } from './file-renewal';
import { FileRow, MissingFile } from './file-row';
import { PictureIcon } from './icons';
import { isPicture, pictureUrl } from './pictures';
import { Player } from './player';
import { conversationWords } from './words';

export type Attachment = Message['attachments'][number];

export interface AttachmentsProps {
  message: Pick<Message, 'attachments' | 'type'>;
  onOpen: (attachment: Attachment) => void;
  onRenew: RenewFile;
  /** Those of the message of another conversation that it replies to, in place of its own. */
  isQuoted?: boolean;
}

export function Attachments({
  message: { attachments: all, type },
  onOpen,
  onRenew,
  isQuoted = false,
}: AttachmentsProps) {
  const attachments = all.filter((attachment) => attachment.isQuoted === isQuoted);
  if (attachments.length === 0) return null;
  return (
    <div class={styles.attachments}>
      {attachments.map((attachment) => {
        const { id, status, url, mediaType } = attachment;
        if (status !== 'stored' || url === null) return <MissingFile key={id} attachment={attachment} />;
        if (isPicture(attachment))
          return <Picture key={id} {...{ attachment, onRenew, onOpen }} isSticker={type === 'sticker'} />;
        if (/^(audio|video)\//.test(mediaType)) return <Player key={id} {...{ attachment, onRenew }} />;
        return <FileRow key={id} {...{ attachment, onRenew }} />;
      })}
    </div>
  );
}

/** In a frame of a size that is known before it is loaded, so that nothing moves. */
function Picture({
  attachment,
  isSticker,
  onOpen,
  onRenew,
}: {
  attachment: Attachment;
  isSticker: boolean;
  onOpen: (attachment: Attachment) => void;
  onRenew: RenewFile;
}) {
  const { id, fileName } = attachment;
  const url = pictureUrl(attachment);
  const words = conversationWords().attachment;
  const [brokenUrl, setBroken] = useState<string | null>(null);
  function broken(): void {
    setBroken(url);
    // Without an answer it stays as it is: broken.
    onRenew(id).catch(() => null);
  }
  if (brokenUrl === url)
    return (
      <span class={styles.broken}>
        <PictureIcon />
        {words.broken}
      </span>
    );
  return (
    <button
      type="button"
      class={isSticker ? styles.sticker : styles.picture}
      aria-label={words.open(fileName)}
      onClick={() => onOpen(attachment)}
    >
      <img src={url ?? ''} alt="" loading="lazy" decoding="async" onError={broken} />
    </button>
  );
}
