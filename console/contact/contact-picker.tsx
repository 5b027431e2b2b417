import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { sayProblem } from '../app/say-problem';
import type { Contact } from '../app/types';
import { useOwnStore } from '../app/use-own-store';
import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { Field } from '../ui/field';
import fieldStyles from '../ui/field.module.css';
import { CloseIcon } from '../ui/icons';
import { ProviderIcon } from '../ui/provider-icon';
import styles from './contact-picker.module.css';
import { createContactSearch } from './contact-search';
import { contactWords } from './words';

interface ContactPickerProps {
  label: string;
  /** The one that is chosen; its name may not be known yet. */
  chosen: { name: string | null } | null;
  onChoose: (contact: Contact | null) => void;
}

/** One contact, found by what a name, a number or an id begins with. */
export function ContactPicker({ label, chosen, onChoose }: ContactPickerProps) {
  const remove = useRef<HTMLButtonElement>(null);
  const find = useRef<HTMLInputElement>(null);
  const say = contactWords();

  const isChosen = chosen !== null;
  const before = useRef(isChosen);

  // What was used is gone: the focus goes to what stands in its place.
  useEffect(() => {
    if (before.current !== isChosen) (isChosen ? remove : find).current?.focus();
    before.current = isChosen;
  }, [isChosen]);

  if (chosen === null) return <Search label={label} inputRef={find} onChoose={onChoose} />;
  return (
    <div class={fieldStyles.field}>
      <span class={fieldStyles.label}>{label}</span>
      <div class={styles.chosen}>
        <span dir="auto">{chosen.name ?? '…'}</span>
        <IconButton buttonRef={remove} label={say.pickerRemove(chosen.name ?? label)} onClick={() => onChoose(null)}>
          <CloseIcon size={16} />
        </IconButton>
      </div>
    </div>
  );
}

interface SearchProps {
  label: string;
  inputRef: { current: HTMLInputElement | null };
  onChoose: (contact: Contact) => void;
}

/** A field with a list of what fits below it; arrows, Enter and Escape work as comboboxes have it (WAI-ARIA). */
function Search({ label, inputRef, onChoose }: SearchProps) {
  const search = useOwnStore((services) => createContactSearch(services), []);
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const say = contactWords();
  const { items, isLoading, error } = search.list;
  const found = isOpen ? (items.value ?? []) : [];
  const optionId = (index: number) => `${id}-${index}`;

  function type(q: string): void {
    search.type(q);
    setOpen(q.trim() !== '');
    setAt(-1);
  }

  function press(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const contact = found[at];
    if (step !== 0) {
      event.preventDefault();
      const next = isOpen && found.length > 0 ? (at + step + found.length) % found.length : 0;
      setOpen(true);
      setAt(at === -1 && step === -1 ? found.length - 1 : next);
      document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && contact !== undefined) {
      event.preventDefault();
      onChoose(contact);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      setOpen(false);
    }
  }

  const isNone = isOpen && items.value?.length === 0 && !isLoading.value && error.value === null;
  return (
    <div>
      <Field label={label}>
        {(control) => (
          <input
            {...control}
            ref={inputRef}
            type="text"
            role="combobox"
            class={fieldStyles.control}
            autocomplete="off"
            spellcheck={false}
            placeholder={say.pickerHint}
            aria-autocomplete="list"
            aria-expanded={found.length > 0}
            aria-controls={`${id}-found`}
            aria-activedescendant={at === -1 || found.length === 0 ? undefined : optionId(at)}
            value={search.q.value}
            onInput={({ currentTarget }) => type(currentTarget.value)}
            onKeyDown={press}
          />
        )}
      </Field>
      <div role="listbox" id={`${id}-found`} aria-label={label} class={styles.found} hidden={found.length === 0}>
        {found.map((contact, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
          <div
            key={contact.id}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            class={classes(styles.option, index === at && styles.active)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(contact)}
          >
            <Avatar name={contact.name} photoUrl={contact.photoUrl} size={24} />
            <span class={styles.name} dir="auto">
              {contact.name}
            </span>
            {contact.identities.map(({ provider, clientId }) => (
              <ProviderIcon key={`${provider} ${clientId}`} provider={provider} />
            ))}
          </div>
        ))}
      </div>
      <p role="status" class={styles.told}>
        {isNone && say.pickerNobody}
        {error.value !== null && isOpen && sayProblem(error.value)}
      </p>
    </div>
  );
}
