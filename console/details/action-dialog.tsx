import type { RunnableAction } from '../app/types';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Form, FormActions, useForm } from '../ui/form';
import { Checkbox, NumberInput, Select } from '../ui/inputs';
import { words } from '../words/words';
import type { ActionValues } from './details-store';
import { detailsWords } from './words';

type Parameter = Exclude<RunnableAction['declares'][number], { type: 'chat' | 'contact' }>;
type Values = Record<string, boolean | number | string | null>;

/** The parameters that are not filled in from the chat. */
export function parametersToAsk({ declares }: RunnableAction): Parameter[] {
  return declares.filter((one): one is Parameter => one.type !== 'chat' && one.type !== 'contact');
}

/** As the action has them, for who runs it to say otherwise. */
function initialOf(action: RunnableAction): Values {
  const empty = (parameter: Parameter) => (parameter.type === 'boolean' ? false : null);
  return Object.fromEntries(
    parametersToAsk(action).map((parameter) => [parameter.name, action.parameters[parameter.name] ?? empty(parameter)]),
  );
}

/** What was left open is not sent. What should be a number and is none goes as a text, so that the API says what it has to be. */
function sentOf(values: Values): ActionValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [[name, Number.isNaN(value) ? String(value) : value]],
    ),
  );
}

/** Asks for what a process is started with. */
export function ActionDialog({
  action,
  run,
  onClose,
}: {
  action: RunnableAction;
  run: (values: ActionValues) => Promise<void>;
  onClose: () => void;
}) {
  const say = detailsWords();
  const form = useForm<Values>({
    initial: initialOf(action),
    fieldOf: (path) => path.split('.')[1] ?? null,
    send: (values) => run(sentOf(values)),
    onSent: onClose,
  });
  return (
    <Dialog title={say.runTitle(action.name)} onClose={onClose} persistent>
      <Form form={form} label={say.runTitle(action.name)}>
        {parametersToAsk(action).map((parameter) => (
          <ParameterField key={parameter.name} parameter={parameter} form={form} />
        ))}
        <FormActions>
          <Button onClick={onClose}>{words().common.cancel}</Button>
          <Button type="submit" tone="primary" busy={form.isSending.value}>
            {say.run}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}

function ParameterField({ parameter, form }: { parameter: Parameter; form: ReturnType<typeof useForm<Values>> }) {
  const { name, title: label } = parameter;
  const value = form.values.value[name] ?? null;
  const error = form.errorOf(name);
  const onChange = (changed: boolean | number | string | null) => form.set(name, changed);
  if (parameter.type === 'boolean') return <Checkbox {...{ label, error, onChange }} value={value === true} />;
  if (parameter.type === 'number')
    return <NumberInput {...{ label, error, onChange }} value={typeof value === 'number' ? value : null} />;
  return (
    <Select
      {...{ label, error }}
      value={typeof value === 'string' ? value : ''}
      onChange={(chosen) => onChange(chosen === '' ? null : chosen)}
      choices={[
        { value: '', label: detailsWords().notChosen },
        ...parameter.choices.map((choice) => ({ value: choice, label: choice })),
      ]}
    />
  );
}
