import { IconButton } from '../ui/button';
import { BackIcon, CloseIcon } from '../ui/icons';
import { useModal } from '../ui/use-modal';
import { words } from '../words/words';
import type { Attachment } from './attachments';
import type { RenewFile } from './file-renewal';
import { DownloadIcon } from './icons';
import styles from './lightbox.module.css';
import { pictureUrl } from './pictures';
import { SaveLink } from './save-link';
import { conversationWords } from './words';

interface LightboxProps {
  pictures: readonly Attachment[];
  shownId: string;
  onShow: (id: string) => void;
  onRenew: RenewFile;
  onClose: () => void;
}

/** The pictures of a conversation, one as large as it can be; arrows lead to the others. */
export function Lightbox({ pictures, shownId, onShow, onRenew, onClose }: LightboxProps) {
  const element = useModal();
  const { lightbox, attachment } = conversationWords();
  const at = pictures.findIndex(({ id }) => id === shownId);
  const shown = pictures[at];

  const show = (index: number) => {
    const next = pictures[index];
    if (next !== undefined) onShow(next.id);
  };
  if (shown === undefined) return null;
  return (
    <dialog
      ref={element}
      class={styles.lightbox}
      aria-label={lightbox.label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget || (target as Element).hasAttribute('data-beside')) onClose();
      }}
      onKeyDown={({ key }) => {
        if (key === 'ArrowLeft') show(at - 1);
        if (key === 'ArrowRight') show(at + 1);
      }}
    >
      <header class={styles.bar}>
        <span class={styles.name}>{shown.fileName}</span>
        <span role="status">{lightbox.place(at + 1, pictures.length)}</span>
        <SaveLink
          class={styles.download}
          attachment={shown}
          onRenew={onRenew}
          label={attachment.downloadName(shown.fileName)}
          title={attachment.download}
        >
          <DownloadIcon />
        </SaveLink>
        <IconButton label={words().common.close} onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </header>
      <div class={styles.stage} data-beside>
        <IconButton label={lightbox.previous} aria-disabled={at === 0} onClick={() => show(at - 1)}>
          <BackIcon />
        </IconButton>
        <img
          class={styles.picture}
          src={pictureUrl(shown) ?? ''}
          alt={shown.fileName}
          onError={() => void onRenew(shown.id).catch(() => null)}
        />
        <IconButton
          label={lightbox.next}
          class={styles.next}
          aria-disabled={at === pictures.length - 1}
          onClick={() => show(at + 1)}
        >
          <BackIcon />
        </IconButton>
      </div>
    </dialog>
  );
}
