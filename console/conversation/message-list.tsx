import { useMemo, useState } from 'preact/hooks';
import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { Message } from '../app/types';
import { classes } from '../ui/classes';
import { nowByMinute } from '../ui/now';
import { Empty, Failure, Loading } from '../ui/states';
import { VirtualList } from '../ui/virtual-list';
import { dayName } from '../words/time';
import type { Attachment } from './attachments';
import type { Composer } from './composer-store';
import type { ConversationStore } from './conversation-store';
import { createConversations } from './conversations';
import { Lightbox } from './lightbox';
import styles from './message-list.module.css';
import { MessageRow } from './message-row';
import { NoticeRow } from './notice-row';
import { OutgoingRow } from './outgoing-row';
import { isPicture } from './pictures';
import { estimatedPx } from './row-height';
import { DayRow, NewRow, ProcessRow, RoutingRow } from './system-row';
import { type Row, timelineOf } from './timeline';
import { ToNewest } from './to-newest';
import { isIn, useJump } from './use-jump';
import { useMessageKeys } from './use-message-keys';
import { useReading } from './use-reading';
import { conversationWords } from './words';

interface MessageListProps {
  chatId: string;
  /** With what is being answered; without it the conversation is only read. */
  composer?: Composer;
  onReply?: (message: Message) => void;
  /** A message to begin at, such as one that was searched for. */
  focusMessageId?: string | undefined;
}

/** What was said in a chat, with endless scrolling upward. Usable by itself. */
export function MessageList(props: MessageListProps) {
  const conversation = useConversation(props.chatId);
  const { messages, isLoaded, error, reload, outbox } = { ...conversation, outbox: props.composer?.outbox };
  if (!isLoaded.value)
    return error.value === null ? <Loading lines={6} /> : <Failure error={error.value} onRetry={() => void reload()} />;
  if (messages.value.length === 0 && (outbox?.value.length ?? 0) === 0)
    return <Empty title={conversationWords().noMessages} />;
  return <Rows {...props} conversation={conversation} />;
}

export function useConversation(chatId: string): ConversationStore {
  const conversations = useStore(createConversations);
  return useMemo(() => conversations.open(chatId), [conversations, chatId]);
}

function Rows({
  conversation,
  composer,
  onReply,
  focusMessageId,
}: MessageListProps & { conversation: ConversationStore }) {
  const { api, session, toasts } = useServices();
  const words = conversationWords();
  const userId = session.user.value?.id ?? '';
  const chat = conversation.chat.value;
  const contactName = chat?.contact.name ?? '';
  const isHis = composer !== undefined && chat?.status === 'active' && chat.operator?.id === userId;
  const { messages, hasOlder, newFromId } = conversation;
  const rows = useMemo(
    () =>
      timelineOf({
        messages: messages.value,
        hasOlder: hasOlder.value,
        clockAheadMs: chat?.clockAheadMs ?? 0,
        routingLog: chat?.routingLog ?? [],
        runs: conversation.runs.value,
        outbox: composer?.outbox.value ?? [],
        newFromId: newFromId.value,
        ...(composer === undefined ? {} : { keyOf: composer.keyOf }),
      }),
    [
      messages.value,
      hasOlder.value,
      chat?.clockAheadMs,
      chat?.routingLog,
      conversation.runs.value,
      composer?.outbox.value,
      newFromId.value,
    ],
  );
  const reading = useReading(conversation, rows);
  const { focusRow, onKeyDown } = useMessageKeys({ rows, ...reading });
  const { foundId, jump } = useJump({ conversation, rows, ...reading, focusMessageId, focusRow });
  const [openId, setOpenId] = useState<string | null>(null);

  async function sendAgain(message: Message): Promise<void> {
    try {
      conversation.answered(await api.post<Message>(`/api/chats/${message.chatId}/messages/${message.id}/resend`));
    } catch (error) {
      showProblem(toasts, error);
    }
  }

  const doings = {
    onReply,
    onSendAgain: isHis ? sendAgain : undefined,
    onJump: (externalId: string) => void jump((message) => message.externalId === externalId),
    onOpen: ({ id }: Attachment) => setOpenId(id),
    onRenew: conversation.renew,
  };

  function rowOf(row: Row) {
    switch (row.kind) {
      case 'day':
        return <DayRow at={row.at} />;
      case 'new':
        return <NewRow />;
      case 'routing':
        return <RoutingRow row={row} />;
      case 'process':
        return <ProcessRow row={row} />;
      case 'outgoing':
        return composer && <OutgoingRow answer={row.answer} isFirst={row.isFirst} composer={composer} />;
      case 'message':
        if (row.message.kind === 'system') return <NoticeRow message={row.message} />;
        return (
          <MessageRow
            {...doings}
            {...{ row, contactName, userId }}
            onReply={row.message.externalId === null ? undefined : onReply}
            isFound={isIn(row, foundId)}
          />
        );
    }
  }

  return (
    <div class={styles.list}>
      <VirtualList
        items={rows}
        keyOf={({ key }) => key}
        estimatePx={estimatedPx}
        anchor="end"
        rowsRef={reading.rowsRef}
        onNearStart={reading.onNearStart}
        props={{
          role: 'list',
          tabIndex: 0,
          'aria-label': words.list(contactName),
          'aria-busy': conversation.isLoadingOlder.value,
          class: styles.scroll ?? '',
          onScroll: reading.onScroll,
          onKeyDown,
        }}
        rowProps={({ key }) => ({ role: 'listitem', tabIndex: -1, 'data-row': key })}
      >
        {rowOf}
      </VirtualList>
      <Top conversation={conversation} day={reading.topDay} />
      {!reading.isAtEnd && <ToNewest count={reading.newCount} onClick={reading.toEnd} />}
      {openId !== null && (
        <Lightbox
          pictures={picturesAround(openId, messages.value)}
          shownId={openId}
          onRenew={conversation.renew}
          onShow={setOpenId}
          onClose={() => setOpenId(null)}
        />
      )}
    </div>
  );
}

/** Those that are shown in the conversation; of a former version, those that are not. */
function picturesAround(shownId: string, messages: readonly Message[]): Attachment[] {
  const shown = messages.flatMap(({ attachments }) => attachments.filter(isPicture));
  if (shown.some(({ id }) => id === shownId)) return shown;
  return messages.flatMap(({ versions }) => versions.flatMap(({ attachments }) => attachments.filter(isPicture)));
}

/** Over the first row: of which day it is, and whether older ones are on their way. It takes no place, so that nothing moves. */
function Top({ conversation, day }: { conversation: ConversationStore; day: string | null }) {
  const { isLoadingOlder, olderError, loadOlder } = conversation;
  const words = conversationWords();
  if (olderError.value !== null)
    return (
      <div class={classes(styles.top, styles.failed)}>
        <Failure error={olderError.value} onRetry={() => void loadOlder()} />
      </div>
    );
  if (isLoadingOlder.value)
    return (
      <div class={styles.top} role="status">
        <span class={styles.pill}>{words.loadingOlder}</span>
      </div>
    );
  if (day === null) return null;
  return (
    <div class={styles.top} aria-hidden="true">
      <span class={styles.pill}>{dayName(day, new Date(nowByMinute.value))}</span>
    </div>
  );
}
