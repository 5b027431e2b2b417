import type { ComponentChildren } from 'preact';
import { saveFrom } from '../app/download';
import { useServices } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { Attachment } from './attachments';
import type { RenewFile } from './file-renewal';

interface SaveLinkProps {
  attachment: Attachment;
  onRenew: RenewFile;
  class?: string | undefined;
  /** For everybody who does not see its name. */
  label?: string;
  title?: string;
  children: ComponentChildren;
}

/** Saves a file under its name, from the address that it has when it is wanted. */
export function SaveLink({ attachment, onRenew, class: extra, label, title, children }: SaveLinkProps) {
  const { toasts } = useServices();
  const { id, url, fileName } = attachment;

  async function save(event: MouseEvent): Promise<void> {
    event.preventDefault();
    try {
      const now = await onRenew(id);
      if (now !== null) saveFrom(now, fileName);
    } catch (error) {
      showProblem(toasts, error);
    }
  }

  return (
    <a
      class={extra}
      href={url ?? ''}
      download={fileName}
      aria-label={label}
      title={title}
      onClick={(event) => void save(event)}
    >
      {children}
    </a>
  );
}
