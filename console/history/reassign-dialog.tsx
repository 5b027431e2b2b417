import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../app/api-error';
import { useServices } from '../app/services';
import type { Chat, Operator, QueueName } from '../app/types';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Form, FormActions, useForm } from '../ui/form';
import { Select } from '../ui/inputs';
import { Failure, Loading } from '../ui/states';
import { words } from '../words/words';
import { chatWords } from './words';

interface ReassignDialogProps {
  chat: Pick<Chat, 'id' | 'number' | 'queue' | 'operator'>;
  transfer: (to: { operatorId: string } | { queueId: string }) => Promise<void>;
  onDone: () => void;
  onClose: () => void;
}

interface Targets {
  operators: Operator[];
  queues: QueueName[];
}

/** Gives a chat to another operator, or back to a queue. */
export function ReassignDialog(props: ReassignDialogProps) {
  const { api } = useServices();
  const [targets, setTargets] = useState<Targets | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(load, []);

  function load(): void {
    setError(null);
    Promise.all([api.all<Operator>('/api/operators'), api.all<QueueName>('/api/directory/queues')])
      .then(([operators, queues]) => setTargets({ operators, queues }))
      .catch(setError);
  }

  return (
    <Dialog title={chatWords().reassignTitle(props.chat.number)} onClose={props.onClose}>
      {targets !== null && <Choose {...props} targets={targets} />}
      {targets === null && error === null && <Loading />}
      {error !== null && <Failure error={error} onRetry={load} />}
    </Dialog>
  );
}

function Choose({ chat, transfer, onDone, onClose, targets }: ReassignDialogProps & { targets: Targets }) {
  const say = chatWords();
  const form = useForm({
    initial: { operatorId: '', queueId: '' },
    send: async ({ operatorId, queueId }) => {
      if (operatorId === '' && queueId === '') throw nothingChosen();
      await transfer(operatorId === '' ? { queueId } : { operatorId });
    },
    onSent: () => {
      onClose();
      onDone();
    },
  });
  const { operatorId, queueId } = form.values.value;
  const none = { value: '', label: say.choose };
  return (
    <Form form={form} label={say.reassignTitle(chat.number)}>
      <Select
        label={say.toOperator}
        hint={say.reassignHint}
        value={operatorId}
        error={form.errorOf('operatorId')}
        onChange={(value) => {
          form.set('operatorId', value);
          form.set('queueId', '');
        }}
        choices={[
          none,
          ...targets.operators
            .filter(({ id }) => id !== chat.operator?.id)
            .map((operator) => ({ value: operator.id, label: labelOf(operator) })),
        ]}
      />
      <Select
        label={say.toQueue}
        value={queueId}
        error={form.errorOf('queueId')}
        onChange={(value) => {
          form.set('queueId', value);
          form.set('operatorId', '');
        }}
        choices={[none, ...targets.queues.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <FormActions>
        <Button onClick={onClose}>{words().common.cancel}</Button>
        <Button type="submit" tone="primary" busy={form.isSending.value}>
          {say.reassignAction}
        </Button>
      </FormActions>
    </Form>
  );
}

/** His load, and what stands against him. */
function labelOf({ name, load, limit, status }: Operator): string {
  const say = chatWords();
  const against = status === 'inactive' ? `, ${say.inactive}` : load >= limit ? `, ${say.full}` : '';
  return `${name} (${load}/${limit}${against})`;
}

function nothingChosen(): ApiError {
  const detail = words().problems.invalid_request;
  const errors = { operatorId: chatWords().choose };
  return new ApiError({ status: 400, code: 'invalid_request', detail, errors });
}
