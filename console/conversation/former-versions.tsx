import { useState } from 'preact/hooks';
import type { Message } from '../app/types';
import { Dialog } from '../ui/dialog';
import { fullTime } from '../words/time';
import { type Attachment, Attachments } from './attachments';
import type { RenewFile } from './file-renewal';
import styles from './former-versions.module.css';
import { MessageContent } from './message-content';
import { conversationWords } from './words';

interface FormerVersionsProps {
  message: Message;
  onOpen: (attachment: Attachment) => void;
  onRenew: RenewFile;
}

/** That a message was edited, and what it said before. */
export function FormerVersions({ message, onOpen, onRenew }: FormerVersionsProps) {
  const [isOpen, setOpen] = useState(false);
  const words = conversationWords();
  const { editedAt, versions } = message;
  if (editedAt === null) return null;
  const title = words.editedAt(fullTime(editedAt));
  // The first version may never have come.
  if (versions.length === 0) return <span title={title}>{words.edited}</span>;
  return (
    <>
      <button
        type="button"
        class={styles.edited}
        title={title}
        aria-label={words.formerVersions.show}
        onClick={() => setOpen(true)}
      >
        {words.edited}
      </button>
      {isOpen && (
        <Dialog title={words.formerVersions.title} onClose={() => setOpen(false)} wide>
          <ol class={styles.versions}>
            {versions.map((version) => (
              <li key={version.at} class={styles.version}>
                <time dateTime={version.at}>{fullTime(version.at)}</time>
                <Attachments message={version} onOpen={onOpen} onRenew={onRenew} />
                <MessageContent message={version} />
              </li>
            ))}
          </ol>
        </Dialog>
      )}
    </>
  );
}
