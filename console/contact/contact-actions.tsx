import { useState } from 'preact/hooks';
import { useServices } from '../app/services';
import type { ContactDetails } from '../app/types';
import { may } from '../session/session';
import type { MenuItem } from '../ui/menu';
import { MoreMenu } from '../ui/more-menu';
import type { ContactStore } from './contact-store';
import { EditDialog } from './edit-dialog';
import { EraseDialog } from './erase-dialog';
import { ExportDialog } from './export-dialog';
import { MergeDialog } from './merge-dialog';
import { contactWords } from './words';

type Open = 'edit' | 'merge' | 'export' | 'erase' | null;

/** What the reader may do with a contact, behind one button. */
export function ContactActions({
  store,
  contact,
  onErased,
}: {
  store: ContactStore;
  contact: ContactDetails;
  onErased?: () => void;
}) {
  const { session, toasts } = useServices();
  const [open, setOpen] = useState<Open>(null);
  const say = contactWords();
  const user = session.user.value;
  const close = () => setOpen(null);

  const items: MenuItem[] = [{ label: say.edit, run: () => setOpen('edit') }];
  if (may(user, 'CanManageChats')) items.push({ label: say.merge, run: () => setOpen('merge') });
  const groups = [{ items }];
  if (may(user, 'Administrator'))
    groups.push({
      items: [
        { label: say.export, run: () => setOpen('export') },
        { label: say.erase, run: () => setOpen('erase'), danger: true },
      ],
    });

  return (
    <>
      <MoreMenu label={say.more} groups={groups} />
      {open === 'edit' && <EditDialog store={store} contact={contact} onClose={close} />}
      {open === 'merge' && (
        <MergeDialog
          into={contact}
          merge={store.merge}
          onClose={close}
          onMerged={() => toasts.show({ tone: 'success', text: contactWords().merged })}
        />
      )}
      {open === 'export' && <ExportDialog contact={contact} onClose={close} />}
      {open === 'erase' && (
        <EraseDialog
          contact={contact}
          erase={store.erase}
          onClose={close}
          onErased={() => {
            toasts.show({ tone: 'success', text: contactWords().erased });
            onErased?.();
          }}
        />
      )}
    </>
  );
}
