import { useServices } from '../../app/services';
import type { Queue, Role, User } from '../../app/types';
import { useForm } from '../../ui/form';
import { Checkbox, NumberInput, Select, TextInput } from '../../ui/inputs';
import { Notice } from '../../ui/notice';
import { changedFields } from '../parts/changed-fields';
import { Editor } from '../parts/editor';
import { useLeaveSaved } from '../parts/leave-saved';
import { Page } from '../parts/page';
import { Picker } from '../parts/picker';
import { refuseNoNumbers } from '../parts/refusals';
import { adminPath } from '../places';
import type { RoutingRule } from '../types';
import { adminWords } from '../words';
import { keyOf, memberOf, memberOptions } from './members';
import { queueWords } from './words';

interface QueueFormProps {
  queue: Queue | null;
  rules: RoutingRule[];
  users: User[];
  roles: Role[];
}

export function QueueForm({ queue, rules, users, roles }: QueueFormProps) {
  const { api } = useServices();
  const w = queueWords();
  const { sections, list } = adminWords();
  const listPath = adminPath('queues');
  const leaveSaved = useLeaveSaved(listPath);
  const initial = {
    name: queue?.name ?? '',
    routingRule: queue?.routingRule ?? rules[0]?.code ?? '',
    completionTimeoutMinutes: queue?.completionTimeoutMinutes ?? null,
    keepOpenWhileUnanswered: queue?.keepOpenWhileUnanswered ?? false,
    operators: (queue?.operators ?? []).map(keyOf),
  };
  const form = useForm({
    initial,
    send: async (values) => {
      refuseNoNumbers({ completionTimeoutMinutes: values.completionTimeoutMinutes }, adminWords().notANumber);
      const changed = queue === null ? values : changedFields(initial, values);
      const body = {
        ...changed,
        ...(changed.operators === undefined ? {} : { operators: changed.operators.map(memberOf) }),
      };
      if (queue === null) await api.post('/api/queues', body);
      else await api.patch(`/api/queues/${encodeURIComponent(queue.id)}`, body);
    },
    onSent: (_, { name }) => leaveSaved(name, queue === null),
  });
  const values = form.values.value;
  const title = queue === null ? w.newTitle : queue.name;
  return (
    <Page title={title} back={{ path: listPath, label: sections.queues }}>
      {queue !== null && queue.operators.length === 0 && <Notice tone="warn">{w.nobody}</Notice>}
      <Editor
        form={form}
        label={title}
        listPath={listPath}
        remove={
          queue && {
            name: queue.name,
            text: w.removeText,
            path: `/api/queues/${encodeURIComponent(queue.id)}`,
          }
        }
      >
        <TextInput
          label={list.name}
          required
          value={values.name}
          error={form.errorOf('name')}
          onChange={(value) => form.set('name', value)}
        />
        <Select
          label={w.rule}
          value={values.routingRule}
          error={form.errorOf('routingRule')}
          onChange={(value) => form.set('routingRule', value)}
          choices={rules.map(({ code, title: label }) => ({ value: code, label }))}
        />
        <Picker
          label={w.operators}
          hint={w.operatorsHint}
          options={memberOptions({ users, roles, chosen: initial.operators, roleWord: w.role })}
          chosen={values.operators}
          error={form.errorOf('operators')}
          onChange={(chosen) => form.set('operators', chosen)}
        />
        <NumberInput
          label={w.timeout}
          hint={w.timeoutHint}
          value={values.completionTimeoutMinutes}
          error={form.errorOf('completionTimeoutMinutes')}
          onChange={(value) => form.set('completionTimeoutMinutes', value)}
        />
        <Checkbox
          label={w.keepOpen}
          value={values.keepOpenWhileUnanswered}
          error={form.errorOf('keepOpenWhileUnanswered')}
          onChange={(value) => form.set('keepOpenWhileUnanswered', value)}
        />
      </Editor>
    </Page>
  );
}
