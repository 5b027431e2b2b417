import { useState } from 'preact/hooks';
import { download } from '../app/download';
import { useServices } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { ChatDetails } from '../app/types';
import { TransferDialog } from '../details/transfer-dialog';
import { useChatCommands } from '../details/use-chat-commands';
import { detailsWords } from '../details/words';
import { may } from '../session/session';
import { Confirm } from '../ui/confirm';
import type { MenuItem } from '../ui/menu';
import { MoreMenu } from '../ui/more-menu';
import type { ChatStore } from './chat-store';
import { chatWords } from './words';

/** What can be done with a chat that is read: exporting, and for administrators giving it to others or completing it. */
export function ChatActions({ store, chat }: { store: ChatStore; chat: ChatDetails }) {
  const { api, router, session, toasts } = useServices();
  const [open, setOpen] = useState<'reassign' | 'complete' | null>(null);
  const say = chatWords();
  const commands = useChatCommands(chat);
  const user = session.user.value;
  const close = () => setOpen(null);

  async function save(format: 'html' | 'json'): Promise<void> {
    try {
      const fallbackName = `chat-${chat.number}.${format}`;
      await download(api, `/api/chats/${chat.id}/export`, { query: { format }, fallbackName });
      toasts.show({ tone: 'success', text: chatWords().exported });
    } catch (error) {
      showProblem(toasts, error);
    }
  }

  const isOpen = chat.status !== 'completed';
  const items: MenuItem[] = [
    { label: say.exportHtml, run: () => void save('html') },
    { label: say.exportJson, run: () => void save('json') },
  ];
  if (isOpen && chat.operator !== null && chat.operator.id === user?.id)
    items.unshift({ label: say.open, run: () => router.go(`/inbox/${chat.id}`) });
  if (commands.mayTakeOver)
    items.unshift({
      label: detailsWords().takeOver,
      run: () => void commands.takeOver().catch((error: unknown) => showProblem(toasts, error)),
    });
  const groups = [{ items }];
  if (isOpen && may(user, 'Administrator'))
    groups.push({
      items: [
        ...(commands.mayTransfer ? [{ label: detailsWords().reassign, run: () => setOpen('reassign') }] : []),
        { label: say.complete, run: () => setOpen('complete'), danger: true },
      ],
    });

  return (
    <>
      <MoreMenu label={say.more} groups={groups} />
      {open === 'reassign' && (
        <TransferDialog
          chat={chat}
          isOwn={commands.isHis}
          transfer={async (to, name) => {
            await commands.transfer(to, name);
            await store.reload();
          }}
          onClose={close}
        />
      )}
      {open === 'complete' && (
        <Confirm
          title={say.completeTitle(chat.number)}
          action={say.completeAction}
          danger
          run={async () => {
            await store.close();
            toasts.show({ tone: 'success', text: chatWords().completed });
          }}
          onClose={close}
        >
          <p>{say.completeText}</p>
        </Confirm>
      )}
    </>
  );
}
