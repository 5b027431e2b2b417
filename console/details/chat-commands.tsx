import { useState } from 'preact/hooks';
import { useServices } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { Chat } from '../app/types';
import { useShortcuts } from '../app/use-global-shortcuts';
import { isUnanswered } from '../inbox/arrange';
import { inboxWords } from '../inbox/words';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { CheckIcon, TransferIcon } from '../ui/icons';
import type { MenuItem } from '../ui/menu';
import { MoreMenu } from '../ui/more-menu';
import styles from './details.module.css';
import { TransferDialog } from './transfer-dialog';
import { useChatCommands } from './use-chat-commands';
import { detailsWords } from './words';

/** Transfer, completion, the bot: in the header or in the details, wherever they are shown. */
export function ChatCommands({ chat, isCompact = false }: { chat: Chat; isCompact?: boolean }) {
  const { toasts } = useServices();
  const commands = useChatCommands(chat);
  const [open, setOpen] = useState<'transfer' | 'complete' | null>(null);
  const [isBusy, setBusy] = useState(false);
  const say = detailsWords();
  const { mayTransfer, mayComplete, mayHandBack, mayTakeOver } = commands;

  async function run(command: () => Promise<void>): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    try {
      await command();
    } catch (error) {
      showProblem(toasts, error);
    } finally {
      setBusy(false);
    }
  }

  /** Nobody is left without an answer by a slip. */
  function complete(): void {
    if (isUnanswered(chat)) setOpen('complete');
    else void run(commands.complete);
  }

  useShortcuts(() => {
    const group = () => inboxWords().keys.group;
    return [
      ...(mayTransfer
        ? [
            {
              keys: 'alt+t',
              group,
              label: () => inboxWords().keys.transfer,
              run: () => setOpen('transfer'),
              inFields: true,
            },
          ]
        : []),
      ...(mayComplete
        ? [{ keys: 'alt+e', group, label: () => inboxWords().keys.complete, run: complete, inFields: true }]
        : []),
    ];
  }, [chat, mayTransfer, mayComplete]);

  const handBack: MenuItem = { label: say.handBack, run: () => void run(commands.handBack) };
  const all: MenuItem[] = [
    ...(mayTransfer ? [{ label: say.transfer, run: () => setOpen('transfer') }] : []),
    ...(mayHandBack ? [handBack] : []),
    ...(mayTakeOver ? [{ label: say.takeOver, run: () => void run(commands.takeOver) }] : []),
    ...(mayComplete ? [{ label: say.complete, run: complete }] : []),
  ];
  if (all.length === 0) return null;

  return (
    <div class={styles.commands}>
      {isCompact ? (
        <MoreMenu label={detailsWords().more} groups={[{ items: all }]} />
      ) : (
        <>
          {mayTransfer && (
            <Button small onClick={() => setOpen('transfer')}>
              <TransferIcon size={16} />
              {say.transfer}
            </Button>
          )}
          {mayTakeOver && (
            <Button small busy={isBusy} onClick={() => void run(commands.takeOver)}>
              {say.takeOver}
            </Button>
          )}
          {mayComplete && (
            <Button small tone="primary" busy={isBusy} onClick={complete}>
              <CheckIcon size={16} />
              {say.complete}
            </Button>
          )}
          {mayHandBack && <MoreMenu label={detailsWords().more} groups={[{ items: [handBack] }]} />}
        </>
      )}
      {open === 'transfer' && (
        <TransferDialog chat={chat} isOwn={commands.isHis} transfer={commands.transfer} onClose={() => setOpen(null)} />
      )}
      {open === 'complete' && (
        <Confirm
          title={say.completeTitle(chat.number)}
          action={say.complete}
          run={commands.complete}
          onClose={() => setOpen(null)}
        >
          <p>{say.completeUnanswered}</p>
        </Confirm>
      )}
    </div>
  );
}
