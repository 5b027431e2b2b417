import { fileSize } from '../words/time';
import type { Attachment } from './attachments';
import styles from './attachments.module.css';
import type { RenewFile } from './file-renewal';
import { DownloadIcon, FileIcon } from './icons';
import { SaveLink } from './save-link';
import { conversationWords } from './words';

/** A file to save. */
export function FileRow({
  attachment,
  onRenew,
  note,
}: {
  attachment: Attachment;
  onRenew: RenewFile;
  /** Why it is not shown as what it is. */
  note?: string;
}) {
  return (
    <SaveLink class={styles.file} attachment={attachment} onRenew={onRenew}>
      <FileIcon size={24} />
      <span class={styles.fileText}>
        <FileFacts attachment={attachment} />
        {note !== undefined && <span class={styles.size}>{note}</span>}
      </span>
      <DownloadIcon />
    </SaveLink>
  );
}

/** A file that is not here yet, or never will be. */
export function MissingFile({ attachment: { fileName, status, failure } }: { attachment: Attachment }) {
  const words = conversationWords().attachment;
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

export function FileFacts({ attachment: { fileName, size } }: { attachment: Attachment }) {
  return (
    <>
      <span class={styles.fileName}>{fileName}</span>
      {size !== null && <span class={styles.size}>{fileSize(size)}</span>}
    </>
  );
}
