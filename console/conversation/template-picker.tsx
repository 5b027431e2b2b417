import { useEffect, useRef, useState } from 'preact/hooks';
import type { Template } from '../app/types';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextInput } from '../ui/inputs';
import { Empty, Failure, Loading } from '../ui/states';
import { plain } from '../words/plain';
import { filledTemplate } from './reply-window-store';
import styles from './template-picker.module.css';
import { conversationWords } from './words';

interface TemplatePickerProps {
  load: () => Promise<Template[]>;
  onSend: (template: { id: string; variables: Record<string, string> }, shownAs: string) => void;
  onClose: () => void;
}

/** Approved messages, which may be sent at any time: one is chosen, then its variables are filled in. */
export function TemplatePicker({ load, onSend, onClose }: TemplatePickerProps) {
  const words = conversationWords().templates;
  const [templates, setTemplates] = useState<Template[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [chosen, setChosen] = useState<Template | null>(null);

  function begin(): void {
    setError(null);
    load().then(setTemplates, setError);
  }
  useEffect(begin, []);

  return (
    <Dialog title={chosen === null ? words.title : chosen.name} onClose={onClose} wide>
      {error !== null && <Failure error={error} onRetry={begin} />}
      {error === null && templates === null && <Loading />}
      {templates !== null && chosen === null && <Choice templates={templates} onChoose={setChosen} />}
      {chosen !== null && <Filling template={chosen} onBack={() => setChosen(null)} onSend={onSend} />}
    </Dialog>
  );
}

function Choice({ templates, onChoose }: { templates: Template[]; onChoose: (template: Template) => void }) {
  const words = conversationWords().templates;
  const [query, setQuery] = useState('');
  const search = useFocus<HTMLInputElement>();
  if (templates.length === 0) return <Empty title={words.none} />;
  const wanted = plain(query.trim());
  const fitting = templates.filter(({ name, text }) => plain(`${name}\n${text}`).includes(wanted));
  return (
    <>
      <TextInput label={words.search} type="search" inputRef={search} value={query} onChange={setQuery} />
      {fitting.length === 0 && <Empty title={words.noMatch} />}
      <ul class={styles.list}>
        {fitting.map((template) => (
          <li key={template.id}>
            <button type="button" class={styles.template} onClick={() => onChoose(template)}>
              <span class={styles.name}>
                <strong>{template.name}</strong>
                <span class={styles.language}>{template.language}</span>
              </span>
              <span class={styles.text} dir="auto">
                {template.text}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Filling({
  template,
  onBack,
  onSend,
}: { template: Template; onBack: () => void } & Pick<TemplatePickerProps, 'onSend'>) {
  const words = conversationWords().templates;
  const [values, setValues] = useState<Record<string, string>>({});
  const [isAsked, setAsked] = useState(false);
  const first = useFocus<HTMLInputElement>();
  const isMissing = (name: string) => (values[name] ?? '').trim() === '';
  const shown = filledTemplate(template.text, values);

  function send(event: Event): void {
    event.preventDefault();
    setAsked(true);
    if (!template.variables.some(isMissing)) onSend({ id: template.id, variables: values }, shown);
  }

  return (
    <form class={styles.form} aria-label={template.name} noValidate onSubmit={send}>
      {template.variables.map((name, index) => (
        <TextInput
          {...(index === 0 ? { inputRef: first } : {})}
          key={name}
          label={name}
          required
          value={values[name] ?? ''}
          onChange={(value) => setValues({ ...values, [name]: value })}
          error={isAsked && isMissing(name) ? words.needed : null}
        />
      ))}
      <figure class={styles.preview}>
        <figcaption>{words.preview}</figcaption>
        <p dir="auto">{shown}</p>
      </figure>
      <div class={styles.actions}>
        <Button onClick={onBack}>{words.back}</Button>
        <Button tone="primary" type="submit">
          {words.send}
        </Button>
      </div>
    </form>
  );
}

/** The field that is wanted first, when it appears. */
function useFocus<T extends HTMLElement>() {
  const field = useRef<T>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
