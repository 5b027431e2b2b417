import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { useForm } from '../../ui/form';
import { NumberInput, TextInput } from '../../ui/inputs';
import { language } from '../../words/language';
import { changedFields } from '../parts/changed-fields';
import { Editor } from '../parts/editor';
import { useLeaveSaved } from '../parts/leave-saved';
import { Page } from '../parts/page';
import { refuseNoNumbers, sentTo } from '../parts/refusals';
import { adminPath } from '../places';
import type { Process } from '../types';
import { adminWords } from '../words';
import { ParameterRow } from './parameter-row';
import { newParameter, readParameter, readTitles, type TypedParameter, typedParameter } from './parameters';
import styles from './processes.module.css';
import { TitleInputs } from './title-inputs';
import { processWords } from './words';

export function ProcessForm({ process }: { process: Process | null }) {
  const { api } = useServices();
  const w = processWords();
  const { sections } = adminWords();
  const listPath = adminPath('processes');
  const leaveSaved = useLeaveSaved(listPath);
  const initial = {
    name: process?.name ?? '',
    title: process?.titles ?? { en: '', ru: '' },
    workflowType: process?.workflowType ?? '',
    taskQueue: process?.taskQueue ?? '',
    parameters: (process?.parameters ?? []).map(typedParameter),
    startTimeoutMinutes: (process?.startTimeoutMinutes ?? 2) as number | null,
    timeoutMinutes: (process?.timeoutMinutes ?? 60) as number | null,
  };
  const form = useForm({
    initial,
    send: (values) =>
      sentTo({ name_taken: 'name' }, async () => {
        const { startTimeoutMinutes, timeoutMinutes } = values;
        refuseNoNumbers({ startTimeoutMinutes, timeoutMinutes }, adminWords().notANumber);
        const read = (typed: typeof initial) => ({
          ...typed,
          title: readTitles(typed.title),
          parameters: typed.parameters.map(readParameter),
        });
        if (process === null) await api.post('/api/processes', read(values));
        else
          await api.patch(
            `/api/processes/${encodeURIComponent(process.name)}`,
            changedFields(read(initial), read(values)),
          );
      }),
    onSent: (_, { title }) => leaveSaved(readTitles(title)[language.peek()], process === null),
  });
  const values = form.values.value;
  const heading = process === null ? w.newTitle : process.title;
  const setParameter = (at: number, parameter: TypedParameter | null) =>
    form.set(
      'parameters',
      values.parameters.flatMap((one, index) => (index !== at ? [one] : parameter === null ? [] : [parameter])),
    );
  const isOfOne = values.parameters.some((_, index) => form.errorAt(`parameters.${index}`) !== null);
  const ofAll = isOfOne ? null : form.errorOf('parameters');
  const text = (name: 'name' | 'workflowType' | 'taskQueue') => ({
    required: true,
    autocomplete: 'off' as const,
    spellcheck: false,
    value: values[name],
    error: form.errorOf(name),
    onChange: (value: string) => form.set(name, value),
  });
  const minutes = (name: 'startTimeoutMinutes' | 'timeoutMinutes') => ({
    required: true,
    value: values[name],
    error: form.errorOf(name),
    onChange: (value: number | null) => form.set(name, value),
  });
  return (
    <Page title={heading} back={{ path: listPath, label: sections.processes }}>
      <Editor
        form={form}
        label={heading}
        listPath={listPath}
        remove={
          process && {
            name: process.title,
            text: w.removeText,
            path: `/api/processes/${encodeURIComponent(process.name)}`,
          }
        }
      >
        <TitleInputs
          titles={values.title}
          hint={w.titleHint}
          errorAt={(part) => form.errorAt(`title.${part}`) ?? form.errorAt('title')}
          onChange={(title) => form.set('title', title)}
        />
        <TextInput label={w.name} hint={w.nameHint} readOnly={process !== null} {...text('name')} />
        <div class={styles.pair}>
          <TextInput label={w.workflowType} hint={w.workflowTypeHint} {...text('workflowType')} />
          <TextInput label={w.taskQueue} hint={w.taskQueueHint} {...text('taskQueue')} />
        </div>
        <div class={styles.pair}>
          <NumberInput label={w.startTimeout} {...minutes('startTimeoutMinutes')} />
          <NumberInput label={w.timeout} {...minutes('timeoutMinutes')} />
        </div>
        {values.parameters.map((parameter, index) => (
          <ParameterRow
            key={parameter.key}
            title={w.parameter(index + 1)}
            parameter={parameter}
            errorAt={(part) => form.errorAt(`parameters.${index}.${part}`)}
            onChange={(changed) => setParameter(index, changed)}
            onRemove={() => setParameter(index, null)}
          />
        ))}
        {ofAll !== null && (
          <p class={styles.error} role="alert">
            {ofAll}
          </p>
        )}
        <div class={styles.addLine}>
          <Button onClick={() => form.set('parameters', [...values.parameters, newParameter()])}>
            {w.addParameter}
          </Button>
          <p class={styles.detail}>{w.parametersHint}</p>
        </div>
      </Editor>
    </Page>
  );
}
