import { useId, useState } from 'preact/hooks';
import { isAborted } from '../app/api-error';
import { sayProblem } from '../app/say-problem';
import type { Contact } from '../app/types';
import { useOwnStore } from '../app/use-own-store';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { FormActions } from '../ui/form';
import { TextInput } from '../ui/inputs';
import { Notice } from '../ui/notice';
import { ProviderIcon } from '../ui/provider-icon';
import { PagedView } from '../ui/table';
import { words } from '../words/words';
import styles from './contact-card.module.css';
import { createContactSearch } from './contact-search';
import { contactWords } from './words';

interface MergeDialogProps {
  /** The contact that stays. */
  into: Contact;
  merge: (otherId: string) => Promise<void>;
  onMerged: () => void;
  onClose: () => void;
}

/** Finds the contact that becomes part of another one. */
export function MergeDialog({ into, merge, onMerged, onClose }: MergeDialogProps) {
  const search = useOwnStore((services) => createContactSearch(services), []);
  const [from, setFrom] = useState<Contact | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const say = contactWords();

  async function run(): Promise<void> {
    if (from === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await merge(from.id);
      onClose();
      onMerged();
    } catch (error) {
      if (!isAborted(error)) setProblem(sayProblem(error));
      setBusy(false);
    }
  }

  return (
    <Dialog title={say.mergeTitle(into.name)} onClose={onClose} persistent>
      <TextInput
        label={say.mergeFind}
        hint={say.mergeFindHint}
        type="search"
        value={search.q.value}
        onChange={search.type}
        autocomplete="off"
      />
      <PagedView list={search.list} empty={say.mergeNobody}>
        {(items) => <Results items={items.filter(({ id }) => id !== into.id)} chosen={from} onChoose={setFrom} />}
      </PagedView>
      {from !== null && <Notice tone="info">{say.mergeText(from.name, into.name)}</Notice>}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <FormActions>
        <Button onClick={onClose}>{words().common.cancel}</Button>
        <Button
          tone="primary"
          busy={isBusy}
          aria-disabled={from === null ? 'true' : undefined}
          onClick={() => void run()}
        >
          {say.mergeAction}
        </Button>
      </FormActions>
    </Dialog>
  );
}

function Results({
  items,
  chosen,
  onChoose,
}: {
  items: readonly Contact[];
  chosen: Contact | null;
  onChoose: (contact: Contact) => void;
}) {
  const name = useId();
  const say = contactWords();
  if (items.length === 0) return <p class={styles.soft}>{say.mergeNobody}</p>;
  return (
    <div role="radiogroup" aria-label={say.mergeFind} class={styles.results}>
      {items.map((contact) => (
        <label key={contact.id} class={styles.result}>
          <input type="radio" name={name} checked={contact.id === chosen?.id} onChange={() => onChoose(contact)} />
          <Avatar name={contact.name} photoUrl={contact.photoUrl} size={28} />
          <span class={styles.rowText} dir="auto">
            {contact.name}
          </span>
          {contact.phone !== null && <span class={styles.soft}>{contact.phone}</span>}
          {contact.identities.map(({ provider, clientId }) => (
            <ProviderIcon key={`${provider} ${clientId}`} provider={provider} />
          ))}
        </label>
      ))}
    </div>
  );
}
