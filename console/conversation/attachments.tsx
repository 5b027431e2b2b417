import { useState } from 'preact/hooks';
import type { Message } from '../app/types';
import { fileSize } from '../words/time';
import styles from './attachments.module.css';
import { DownloadIcon, FileIcon, PictureIcon } from './icons';
import { conversationWords } from './words';

export type Attachment = Message['attachments'][number];

const pictures = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

/** Whether browsers show it as a picture; anything that could hold a script is a file to save. */
export function isPicture({ mediaType, status, url }: Attachment): boolean {
  return status === 'stored' && url !== null && pictures.test(mediaType);
}

interface AttachmentsProps {
  message: Message;
  onOpen: (attachment: Attachment) => void;
  /** The address has run out. */
  onBroken: () => void;
}

export function Attachments({ message, onOpen, onBroken }: AttachmentsProps) {
  const { attachments, type } = message;
  if (attachments.length === 0) return null;
  return (
    <div class={styles.attachments}>
      {attachments.map((attachment) => {
        if (isPicture(attachment))
          return (
            <Picture
              key={attachment.id}
              attachment={attachment}
              isSticker={type === 'sticker'}
              onOpen={() => onOpen(attachment)}
              onBroken={onBroken}
            />
          );
        return <Other key={attachment.id} attachment={attachment} />;
      })}
    </div>
  );
}

/** In a frame of a size that is known before it is loaded, so that nothing moves. */
function Picture({
  attachment: { url, fileName },
  isSticker,
  onOpen,
  onBroken,
}: {
  attachment: Attachment;
  isSticker: boolean;
  onOpen: () => void;
  onBroken: () => void;
}) {
  const words = conversationWords().attachment;
  const [brokenUrl, setBroken] = useState<string | null>(null);
  function broken(): void {
    setBroken(url);
    onBroken();
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
      onClick={onOpen}
    >
      <img src={url ?? ''} alt="" loading="lazy" decoding="async" onError={broken} />
    </button>
  );
}

function Other({ attachment }: { attachment: Attachment }) {
  const { url, fileName, mediaType, status, failure } = attachment;
  const words = conversationWords().attachment;
  if (status === 'stored' && url !== null && mediaType.startsWith('audio/'))
    return (
      // biome-ignore lint/a11y/useMediaCaption: nobody has written down what a client said.
      <audio class={styles.audio} controls preload="none" src={url} aria-label={fileName} />
    );
  if (status === 'stored' && url !== null && mediaType.startsWith('video/'))
    return (
      // biome-ignore lint/a11y/useMediaCaption: nobody has written down what a client said.
      <video class={styles.video} controls preload="metadata" src={url} aria-label={fileName} />
    );
  if (status === 'stored' && url !== null)
    return (
      <a class={styles.file} href={url} download={fileName} target="_blank" rel="noopener noreferrer">
        <FileIcon size={24} />
        <FileText {...attachment} />
        <DownloadIcon />
      </a>
    );
  return (
    <span class={styles.file}>
      <FileIcon size={24} />
      <span class={styles.fileText}>
        <span class={styles.fileName}>{fileName}</span>
        <span class={status === 'failed' ? styles.failed : styles.size}>
          {status === 'failed' ? words.failed(failure?.reason ?? '') : words.loading}
        </span>
      </span>
    </span>
  );
}

function FileText({ fileName, size }: Attachment) {
  return (
    <span class={styles.fileText}>
      <span class={styles.fileName}>{fileName}</span>
      {size !== null && <span class={styles.size}>{fileSize(size)}</span>}
    </span>
  );
}
