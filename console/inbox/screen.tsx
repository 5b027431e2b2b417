import { useLayoutEffect, useRef } from 'preact/hooks';
import { matchPath } from '../app/router';
import { useServices } from '../app/services';
import { useShortcuts } from '../app/use-global-shortcuts';
import { answerFieldId } from '../conversation/focus-answer';
import { classes } from '../ui/classes';
import { Empty } from '../ui/states';
import { ChatList } from './chat-list';
import { OpenChat } from './open-chat';
import { listPane } from './panes';
import styles from './screen.module.css';
import { usePanes } from './use-panes';
import { inboxWords } from './words';

/** A click beside everything that can be clicked takes the focus from no answer: in the list the next letters would be commands. */
function stay(event: MouseEvent): void {
  if ((event.target as Element).closest('a, button, input') === null) event.preventDefault();
}

/** The inbox: the operator's chats, the conversation of one of them, and what there is to know and to do about it. */
export function Screen() {
  const { router } = useServices();
  const chatId = matchPath('/inbox/:chatId', router.place.value.path)?.chatId ?? null;
  const panes = usePanes(chatId);
  const say = inboxWords();
  const list = useRef<HTMLElement>(null);
  const conversation = useRef<HTMLElement>(null);
  const details = useRef<HTMLElement>(null);

  /** Out of the field that is typed in, so that keys command again; then out of the chat. */
  function back(): void {
    const field = document.activeElement?.closest<HTMLElement>('input, textarea, select') ?? null;
    if (field === null) router.go('/inbox');
    else field.closest<HTMLElement>('section[tabindex]')?.focus({ preventScroll: true });
  }

  /** To the answer, or the row of the chat that is open, where there is one. */
  function enter(pane: HTMLElement): void {
    const answer = pane.querySelector<HTMLElement>(`#${answerFieldId}`);
    const row = chatId === null ? null : pane.querySelector<HTMLElement>(`[data-chat="${CSS.escape(chatId)}"]`);
    (answer ?? row ?? pane).focus({ preventScroll: true });
  }

  function nextPane(): void {
    const shownPanes = [list, conversation, details].flatMap(({ current }) =>
      current?.hidden === false ? [current] : [],
    );
    const at = shownPanes.findIndex((pane) => pane.contains(document.activeElement));
    const next = shownPanes[(at + 1) % shownPanes.length];
    if (next !== undefined) enter(next);
  }

  useShortcuts(
    () => [
      {
        keys: 'alt+i',
        group: () => inboxWords().keys.group,
        label: () => inboxWords().keys.details,
        run: panes.toggleDetails,
        inFields: true,
      },
      {
        keys: 'F6',
        group: () => inboxWords().keys.group,
        label: () => inboxWords().keys.panes,
        run: nextPane,
        inFields: true,
      },
      {
        keys: 'Escape',
        group: () => inboxWords().keys.group,
        label: () => inboxWords().keys.back,
        run: back,
        inFields: true,
      },
    ],
    [chatId, panes.isDetailsShown],
  );

  // The list's keys work from the first on.
  useLayoutEffect(() => {
    if (chatId === null) list.current?.focus({ preventScroll: true });
  }, []);

  // Whoever opens another pane, or whose place in the page is gone, reads on in the pane that came.
  const shown = panes.isDetailsShown && panes.room !== 'wide' ? details : chatId === null ? list : conversation;
  const before = useRef<{ chatId: string | null; shown: typeof shown }>({ chatId, shown });
  useLayoutEffect(() => {
    const hasChanged = before.current.chatId !== chatId || before.current.shown !== shown;
    const left = before.current.chatId;
    before.current = { chatId, shown };
    if (!hasChanged) return;
    const focused = document.activeElement;
    const isGone = focused === null || focused === document.body || focused.closest('[hidden]') !== null;
    if (!isGone && (shown !== details || panes.room === 'wide')) return;
    const row =
      chatId === null && left !== null
        ? list.current?.querySelector<HTMLElement>(`[data-chat="${CSS.escape(left)}"]`)
        : null;
    (row ?? shown.current)?.focus({ preventScroll: true });
  });

  return (
    <div class={classes(styles.panes, chatId !== null && panes.isDetailsShown && styles.withDetails)}>
      <section
        ref={list}
        class={styles.list}
        hidden={!panes.isListShown}
        tabIndex={-1}
        aria-label={say.chats}
        {...listPane}
        onMouseDown={stay}
      >
        <ChatList chatId={chatId} />
      </section>
      {chatId === null ? (
        <section
          ref={conversation}
          class={styles.conversation}
          hidden={!panes.isConversationShown}
          tabIndex={-1}
          aria-label={say.conversation}
        >
          <Empty title={say.choose}>{say.chooseText}</Empty>
        </section>
      ) : (
        <OpenChat key={chatId} {...{ chatId, panes, conversation, details }} />
      )}
    </div>
  );
}
