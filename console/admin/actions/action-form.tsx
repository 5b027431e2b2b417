import { useServices } from '../../app/services';
import type { Queue } from '../../app/types';
import { useForm } from '../../ui/form';
import { Select, TextInput } from '../../ui/inputs';
import { changedFields } from '../parts/changed-fields';
import { Editor } from '../parts/editor';
import { useLeaveSaved } from '../parts/leave-saved';
import { Page } from '../parts/page';
import { refuseNoNumbers } from '../parts/refusals';
import { adminPath } from '../places';
import { processTitle } from '../processes/titles';
import { processWords } from '../processes/words';
import type { ChatAction, Process } from '../types';
import { adminWords } from '../words';
import { ParameterFields } from './parameter-fields';
import { actionWords } from './words';

export type Values = Record<string, boolean | number | string | null>;

interface ActionFormProps {
  action: ChatAction | null;
  queues: Queue[];
  processes: Process[];
}

/** What is left to whoever runs the action is not sent. */
function given(values: Values): ChatAction['parameters'] {
  const set = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(set) as ChatAction['parameters'];
}

export function ActionForm({ action, queues, processes }: ActionFormProps) {
  const { api } = useServices();
  const w = actionWords();
  const { sections, list, queue } = adminWords();
  const listPath = adminPath('actions');
  const leaveSaved = useLeaveSaved(listPath);
  const initial = {
    name: action?.name ?? '',
    queueId: action?.queueId ?? queues[0]?.id ?? '',
    process: action?.process ?? processes[0]?.name ?? '',
    parameters: (action?.parameters ?? {}) as Values,
  };
  const form = useForm({
    initial,
    send: async (values) => {
      const numbers = Object.entries(values.parameters).map(([name, value]) => [`parameters.${name}`, value]);
      refuseNoNumbers(Object.fromEntries(numbers), adminWords().notANumber);
      const whole = { ...values, parameters: given(values.parameters) };
      if (action === null) await api.post('/api/chat-actions', whole);
      else await api.patch(`/api/chat-actions/${encodeURIComponent(action.id)}`, changedFields(action, whole));
    },
    onSent: (_, { name }) => leaveSaved(name, action === null),
  });
  const values = form.values.value;
  const title = action === null ? w.newTitle : action.name;
  const process = processes.find(({ name }) => name === values.process);
  const choices = processes.map(({ name }) => ({ value: name, label: processTitle(processes, name) }));
  if (action !== null && !processes.some(({ name }) => name === action.process))
    choices.unshift({ value: action.process, label: w.goneProcess(action.process) });
  return (
    <Page title={title} back={{ path: listPath, label: sections.actions }}>
      <Editor
        form={form}
        label={title}
        listPath={listPath}
        remove={
          action && {
            name: action.name,
            text: w.removeText,
            path: `/api/chat-actions/${encodeURIComponent(action.id)}`,
          }
        }
      >
        <TextInput
          label={list.name}
          hint={w.nameHint}
          required
          value={values.name}
          error={form.errorOf('name')}
          onChange={(value) => form.set('name', value)}
        />
        <Select
          label={queue}
          value={values.queueId}
          error={form.errorOf('queueId')}
          onChange={(value) => form.set('queueId', value)}
          choices={queues.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          label={w.process}
          hint={processWords().about[values.process]}
          value={values.process}
          error={form.errorOf('process')}
          onChange={(value) => {
            form.set('process', value);
            // Another process knows nothing of this one's values.
            form.set('parameters', value === action?.process ? (action.parameters as Values) : {});
          }}
          choices={choices}
        />
        <ParameterFields
          parameters={process?.parameters ?? []}
          values={values.parameters}
          errorAt={(name) => form.errorAt(`parameters.${name}`)}
          onChange={(name, value) => form.setPart('parameters', name, value)}
        />
      </Editor>
    </Page>
  );
}
