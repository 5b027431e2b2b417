import { useEffect, useRef } from 'preact/hooks';
import { matchPath } from '../app/router';
import type { Services } from '../app/services';
import { useServices, useStore } from '../app/services';
import type { Contact } from '../app/types';
import { useShortcuts } from '../app/use-global-shortcuts';
import { Avatar } from '../ui/avatar';
import { TextInput } from '../ui/inputs';
import { ProviderIcon, providerTitle } from '../ui/provider-icon';
import { Split } from '../ui/split';
import { BackToList, RowLink, Rows, Sheet } from '../ui/split-parts';
import { Empty } from '../ui/states';
import { PagedView } from '../ui/table';
import { ContactCard } from './contact-card';
import { type ContactSearch, createContactSearch } from './contact-search';
import styles from './screen.module.css';
import { contactWords } from './words';

/** The list stays while contacts of it are looked at. */
function createListedContacts(services: Services): ContactSearch {
  return createContactSearch(services, services.router.place.value.query.get('q') ?? '');
}

/** The people who write (domain 1.6): found by name, number or id, and one of them with all that belongs to him. */
export function Screen() {
  const { router } = useServices();
  const search = useStore(createListedContacts);
  const field = useRef<HTMLInputElement>(null);
  const { path } = router.place.value;
  const contactId = matchPath('/contacts/:contactId', path)?.contactId ?? null;
  const say = contactWords();
  const placeOf = (id: string | null) => {
    const q = search.q.value.trim();
    return `/contacts${id === null ? '' : `/${id}`}${q === '' ? '' : `?q=${encodeURIComponent(q)}`}`;
  };

  // The address has the words, so that it can be shared; each letter is no place of its own to go back to.
  useEffect(() => router.go(placeOf(contactId), { replace: true }), [search.q.value]);
  useShortcuts(() => [
    {
      keys: 's',
      group: () => contactWords().listed,
      label: () => contactWords().search,
      run: () => field.current?.focus(),
    },
  ]);

  return (
    <Split
      openId={contactId}
      list={
        <>
          <search class={styles.tools}>
            <TextInput
              label={say.search}
              hideLabel
              type="search"
              placeholder={say.searchPlaceholder}
              autocomplete="off"
              value={search.q.value}
              onChange={search.type}
              inputRef={field}
            />
          </search>
          <Rows>
            <PagedView list={search.list} empty={search.q.value.trim() === '' ? say.none : say.noneFound}>
              {(contacts) => (
                <ul aria-label={say.listed}>
                  {contacts.map((contact) => (
                    <li key={contact.id}>
                      <Row contact={contact} place={placeOf(contact.id)} isOpen={contact.id === contactId} />
                    </li>
                  ))}
                </ul>
              )}
            </PagedView>
          </Rows>
        </>
      }
    >
      {contactId === null ? (
        <Empty title={say.chooseOne} />
      ) : (
        <>
          <BackToList place={placeOf(null)}>{say.listed}</BackToList>
          <Sheet>
            <ContactCard
              key={contactId}
              contactId={contactId}
              onChanged={() => void search.list.reload()}
              onErased={() => {
                router.go(placeOf(null), { replace: true });
                void search.list.reload();
              }}
            />
          </Sheet>
        </>
      )}
    </Split>
  );
}

function Row({ contact, place, isOpen }: { contact: Contact; place: string; isOpen: boolean }) {
  const providers = [...new Set(contact.identities.map(({ provider }) => provider))];
  return (
    <RowLink id={contact.id} place={place} isOpen={isOpen} class={styles.row}>
      <Avatar name={contact.name} photoUrl={contact.photoUrl} size={34} />
      <span class={styles.body}>
        <span class={styles.name} dir="auto">
          {contact.name}
        </span>
        <span class={styles.soft}>{contact.phone ?? providers.map(providerTitle).join(', ')}</span>
      </span>
      <span class={styles.signs}>
        {providers.map((provider) => (
          <ProviderIcon key={provider} provider={provider} isNamed={contact.phone === null} />
        ))}
      </span>
    </RowLink>
  );
}
