import { useEffect } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { useServices } from '../app/services';
import { useOwnStore } from '../app/use-own-store';
import { Button } from '../ui/button';
import { Form, FormActions, useForm } from '../ui/form';
import { Select, TextArea, TextInput } from '../ui/inputs';
import { Failure, Loading } from '../ui/states';
import { fullTime } from '../words/time';
import { words } from '../words/words';
import { createDossierStore, type Dossier, type DossierStore, type Kind, statusesOf } from './dossier-store';
import { changeText, dossierNumber, statusName } from './dossier-words';
import styles from './screen.module.css';
import { dossierWords } from './words';

interface DossierPageProps {
  kind: Kind;
  id: string;
  onChanged: (dossier: Dossier) => void;
}

/** A case or an order: its status, subject and notes to be changed, and who has changed what. */
export function DossierPage({ kind, id, onChanged }: DossierPageProps) {
  const store = useOwnStore((services) => createDossierStore(services, { kind, id, onChanged }), [kind, id]);
  const dossier = store.dossier.value;
  const error = store.error.value;
  if (dossier === null)
    return error === null ? <Loading /> : <Failure error={error} onRetry={() => void store.reload()} />;
  return (
    <article class={styles.page} aria-label={dossierNumber(kind, dossier.number)}>
      <h2>{dossierNumber(kind, dossier.number)}</h2>
      <Facts dossier={dossier} />
      <Fields store={store} kind={kind} dossier={dossier} />
      <History kind={kind} dossier={dossier} />
    </article>
  );
}

function Facts({ dossier: { contact, chat, transcriptUrl, operator, createdAt } }: { dossier: Dossier }) {
  const say = dossierWords();
  return (
    <dl class={styles.facts}>
      <dt>{say.contact}</dt>
      <dd>{contact.id === '' ? contact.name : <a href={hrefOf(`/contacts/${contact.id}`)}>{contact.name}</a>}</dd>
      <dt>{say.chat}</dt>
      <dd>
        {transcriptUrl === null || chat.number === null ? (
          say.chatGone
        ) : (
          <a href={hrefOf(`/chats/${chat.id}`)}>{say.chatNumber(chat.number)}</a>
        )}
      </dd>
      <dt>{say.openedBy}</dt>
      <dd>{operator.name}</dd>
      <dt>{say.created}</dt>
      <dd>{fullTime(createdAt)}</dd>
    </dl>
  );
}

function Fields({ store, kind, dossier }: { store: DossierStore; kind: Kind; dossier: Dossier }) {
  const { router, toasts } = useServices();
  const say = dossierWords();
  const fieldsOf = ({ status, subject, notes }: Dossier) => ({ status: status as string, subject, notes });
  const form = useForm({
    initial: fieldsOf(dossier),
    send: (values) => {
      const before = fieldsOf(dossier);
      const changed = (Object.keys(values) as Array<keyof typeof values>).filter(
        (name) => values[name] !== before[name],
      );
      return store.change(Object.fromEntries(changed.map((name) => [name, values[name]])));
    },
    onSent: (saved) => {
      form.reset(fieldsOf(saved));
      toasts.show({ tone: 'success', text: dossierWords().saved });
    },
  });
  useEffect(() => router.guard(() => !form.isChanged.value || confirm(dossierWords().unsaved)), []);
  const values = form.values.value;
  const statuses: readonly string[] = statusesOf[kind];
  return (
    <Form form={form} label={dossierNumber(kind, dossier.number)}>
      <Select
        label={say.status}
        value={values.status}
        error={form.errorOf('status')}
        onChange={(status) => form.set('status', status)}
        choices={statuses.map((status) => ({ value: status, label: statusName(kind, status) }))}
      />
      <TextInput
        label={say.subject}
        value={values.subject}
        error={form.errorOf('subject')}
        onChange={(subject) => form.set('subject', subject)}
        autocomplete="off"
      />
      <TextArea
        label={say.notes}
        value={values.notes}
        error={form.errorOf('notes')}
        onChange={(notes) => form.set('notes', notes)}
      />
      <FormActions>
        {form.isChanged.value && <Button onClick={() => form.reset(fieldsOf(dossier))}>{words().common.cancel}</Button>}
        <Button
          type="submit"
          tone="primary"
          busy={form.isSending.value}
          aria-disabled={form.isChanged.value ? undefined : 'true'}
        >
          {words().common.save}
        </Button>
      </FormActions>
    </Form>
  );
}

function History({ kind, dossier }: { kind: Kind; dossier: Dossier }) {
  const say = dossierWords();
  return (
    <section class={styles.history}>
      <h3>{say.history}</h3>
      {dossier.history.length === 0 && <p class={styles.soft}>{say.noHistory}</p>}
      <ol>
        {dossier.history.map((change, index) => (
          <li key={index}>
            <span>{changeText(kind, change)}</span>
            <span class={styles.soft}>{`${change.by.name} · ${fullTime(change.at)}`}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
