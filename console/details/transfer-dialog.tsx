import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ApiError, isAborted } from '../app/api-error';
import { sayProblem } from '../app/say-problem';
import type { Chat, Operator } from '../app/types';
import { useOwnStore } from '../app/use-own-store';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { FormActions } from '../ui/form';
import { TextInput } from '../ui/inputs';
import { Notice } from '../ui/notice';
import { Failure, Loading } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { plain } from '../words/plain';
import { words } from '../words/words';
import styles from './transfer-dialog.module.css';
import { createTransferTargets, hasRoom, type TransferTargets } from './transfer-targets';
import type { TransferTarget } from './use-chat-commands';
import { detailsWords } from './words';

interface Chosen {
  to: TransferTarget;
  name: string;
}

/** Finds the operator or the queue that a chat is given to: by the one who has it, or over his head by an administrator. */
export function TransferDialog({
  chat,
  isOwn,
  transfer,
  onClose,
}: {
  chat: Chat;
  isOwn: boolean;
  transfer: (to: TransferTarget, name: string) => Promise<void>;
  onClose: () => void;
}) {
  const store = useOwnStore((services) => createTransferTargets(services, chat), []);
  const [kind, setKind] = useState<'operator' | 'queue'>('operator');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const find = useRef<HTMLInputElement>(null);
  useEffect(() => find.current?.focus(), []);
  const say = detailsWords();
  const targets = store.targets.value;
  const title = isOwn ? say.transferTitle(chat.number) : say.reassignTitle(chat.number);
  const hints = isOwn
    ? { operator: say.operatorHint, queue: say.queueHint }
    : { operator: say.otherOperatorHint, queue: say.otherQueueHint };

  async function run(): Promise<void> {
    if (chosen === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await transfer(chosen.to, chosen.name);
      onClose();
    } catch (error) {
      if (!isAborted(error)) setProblem(sayProblem(error));
      if (error instanceof ApiError && !error.isPassing) setChosen(null);
      setBusy(false);
      void store.reload();
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <Tabs
        label={title}
        tabs={[
          { id: 'operator', label: say.toOperator },
          { id: 'queue', label: say.toQueue },
        ]}
        chosen={kind}
        onChoose={(id) => {
          setKind(id);
          setChosen(null);
        }}
      >
        <div class={styles.panel}>
          <TextInput
            type="search"
            label={say.findTarget}
            hideLabel
            placeholder={say.findTarget}
            autocomplete="off"
            inputRef={find}
            value={search}
            onChange={setSearch}
          />
          {targets === null && store.error.value === null && <Loading />}
          {store.error.value !== null && <Failure error={store.error.value} onRetry={() => void store.reload()} />}
          {targets !== null && (
            <Targets {...{ kind, chat, targets, search: plain(search.trim()), chosen }} onChoose={setChosen} />
          )}
          <p class={styles.hint}>{hints[kind]}</p>
        </div>
      </Tabs>
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <FormActions>
        <Button onClick={onClose}>{words().common.cancel}</Button>
        <Button
          tone="primary"
          busy={isBusy}
          aria-disabled={chosen === null ? 'true' : undefined}
          onClick={() => void run()}
        >
          {isOwn ? say.transferAction : say.reassignAction}
        </Button>
      </FormActions>
    </Dialog>
  );
}

interface TargetsProps {
  kind: 'operator' | 'queue';
  chat: Chat;
  targets: TransferTargets;
  search: string;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
}

function Targets({ kind, chat, targets, search, chosen, onChoose }: TargetsProps) {
  const group = useId();
  const say = detailsWords();
  const fits = ({ name }: { name: string }) => plain(name).includes(search);
  const operators = targets.operators.filter(fits);
  const queues = targets.queues.filter(fits);
  const isChosen = (id: string) =>
    chosen !== null && ('operatorId' in chosen.to ? chosen.to.operatorId : chosen.to.queueId) === id;
  if ((kind === 'operator' ? operators : queues).length === 0)
    return <p class={styles.hint}>{kind === 'operator' ? say.nobody : say.noQueue}</p>;
  return (
    <div role="radiogroup" aria-label={kind === 'operator' ? say.toOperator : say.toQueue} class={styles.targets}>
      {kind === 'operator'
        ? operators.map((operator) => (
            <Target
              key={operator.id}
              group={group}
              isChosen={isChosen(operator.id)}
              disabled={!hasRoom(operator)}
              onChoose={() => onChoose({ to: { operatorId: operator.id }, name: operator.name })}
            >
              <Avatar name={operator.name} size={28} />
              <OperatorText operator={operator} isOfQueue={operator.queueIds.includes(chat.queue.id)} />
            </Target>
          ))
        : queues.map((queue) => {
            const isHere = queue.id === chat.queue.id;
            return (
              <Target
                key={queue.id}
                group={group}
                isChosen={isChosen(queue.id)}
                onChoose={() => onChoose({ to: { queueId: queue.id }, name: queue.name })}
              >
                <span class={styles.text}>
                  {queue.name}
                  {isHere && <span class={styles.hint}>{say.thisQueue}</span>}
                </span>
              </Target>
            );
          })}
    </div>
  );
}

function OperatorText({ operator, isOfQueue }: { operator: Operator; isOfQueue: boolean }) {
  const say = detailsWords();
  const { name, status, load, limit } = operator;
  return (
    <>
      <span class={styles.text}>
        {name}
        <span class={styles.hint}>
          {say.load(load, limit)}
          {isOfQueue && ` · ${say.sameQueue}`}
        </span>
      </span>
      {status === 'inactive' ? (
        <Badge>{say.inactive}</Badge>
      ) : load >= limit ? (
        <Badge tone="warn">{say.full}</Badge>
      ) : null}
    </>
  );
}

function Target({
  group,
  isChosen,
  disabled = false,
  onChoose,
  children,
}: {
  group: string;
  isChosen: boolean;
  disabled?: boolean;
  onChoose: () => void;
  children: ComponentChildren;
}) {
  return (
    <label class={styles.target}>
      <input type="radio" name={group} checked={isChosen} disabled={disabled} onChange={onChoose} />
      {children}
    </label>
  );
}
