import { useState } from 'preact/hooks';
import { download } from '../app/download';
import { useServices } from '../app/services';
import type { Contact } from '../app/types';
import { Confirm } from '../ui/confirm';
import { Checkbox } from '../ui/inputs';
import { contactWords } from './words';

/** Everything that is kept of a person, as a file. */
export function ExportDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { api, toasts } = useServices();
  const [withFiles, setWithFiles] = useState(false);
  const say = contactWords();

  async function run(): Promise<void> {
    await download(api, `/api/contacts/${contact.id}/export`, {
      query: { files: withFiles },
      fallbackName: `contact-${contact.id}.json`,
    });
    toasts.show({ tone: 'success', text: contactWords().exported });
  }

  return (
    <Confirm title={say.export} action={say.exportAction} run={run} onClose={onClose}>
      <p>{say.exportText}</p>
      <Checkbox label={say.exportFiles} value={withFiles} onChange={setWithFiles} />
    </Confirm>
  );
}
