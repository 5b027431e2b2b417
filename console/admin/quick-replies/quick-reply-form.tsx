import { useRef } from 'preact/hooks';
import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { useForm } from '../../ui/form';
import { TextArea, TextInput } from '../../ui/inputs';
import { language } from '../../words/language';
import { changedFields } from '../parts/changed-fields';
import { Editor } from '../parts/editor';
import { LanguageField } from '../parts/language-field';
import { useLeaveSaved } from '../parts/leave-saved';
import { Page } from '../parts/page';
import { adminPath } from '../places';
import type { QuickReply } from '../types';
import { adminWords } from '../words';
import { inserted } from './inserted';
import styles from './quick-replies.module.css';
import { quickReplyWords } from './words';

export function QuickReplyForm({ reply }: { reply: QuickReply | null }) {
  const { api } = useServices();
  const area = useRef<HTMLTextAreaElement>(null);
  const w = quickReplyWords();
  const { sections } = adminWords();
  const listPath = adminPath('quick-replies');
  const leaveSaved = useLeaveSaved(listPath);
  const initial = {
    title: reply?.title ?? '',
    text: reply?.text ?? '',
    language: reply?.language ?? (language.value as string),
  };
  const form = useForm({
    initial,
    send: async (values) => {
      if (reply === null) await api.post('/api/quick-replies', values);
      else await api.patch(`/api/quick-replies/${encodeURIComponent(reply.id)}`, changedFields(initial, values));
    },
    onSent: (_, { title }) => leaveSaved(title, reply === null),
  });
  const values = form.values.value;
  const heading = reply === null ? w.newTitle : reply.title;

  function insert(variable: string): void {
    const element = area.current;
    if (element === null) return;
    const { text, caret } = inserted(values.text, `{{${variable}}}`, element.selectionStart, element.selectionEnd);
    form.set('text', text);
    // The text is drawn before the caret can stand in it.
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(caret, caret);
    });
  }

  return (
    <Page title={heading} back={{ path: listPath, label: sections.quickReplies }}>
      <Editor
        form={form}
        label={heading}
        listPath={listPath}
        remove={
          reply && {
            name: reply.title,
            path: `/api/quick-replies/${encodeURIComponent(reply.id)}`,
          }
        }
      >
        <TextInput
          label={w.title}
          hint={w.titleHint}
          required
          value={values.title}
          error={form.errorOf('title')}
          onChange={(value) => form.set('title', value)}
        />
        <TextArea
          label={w.text}
          required
          areaRef={area}
          value={values.text}
          error={form.errorOf('text')}
          onChange={(value) => form.set('text', value)}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: buttons that belong together, and no fields. */}
        <div role="group" aria-label={w.insert} class={styles.variables}>
          <span class={styles.label} aria-hidden="true">
            {w.insert}
          </span>
          {Object.entries(w.variables).map(([variable, label]) => (
            <Button key={variable} small onClick={() => insert(variable)}>
              {label}
            </Button>
          ))}
        </div>
        <LanguageField
          value={values.language}
          error={form.errorOf('language')}
          onChange={(value) => form.set('language', value)}
        />
      </Editor>
    </Page>
  );
}
