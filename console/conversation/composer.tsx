import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useServices, useStore } from '../app/services';
import { useShortcuts } from '../app/use-global-shortcuts';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { CloseIcon } from '../ui/icons';
import { AnswerField } from './answer-field';
import { AnswerLength } from './answer-length';
import { acceptOf } from './answer-limits';
import styles from './composer.module.css';
import type { Composer as ComposerStore } from './composer-store';
import type { ConversationStore } from './conversation-store';
import { EmojiButton } from './emoji-button';
import { FileTray, Unfit } from './file-tray-view';
import { focusAnswer } from './focus-answer';
import { AttachIcon, QuickIcon, ReplyIcon, SendIcon, TemplateIcon } from './icons';
import { insert } from './insert-text';
import { createReplyWindow, type ReplyWindowStore } from './reply-window-store';
import { TemplatePicker } from './template-picker';
import { createPageTypeAhead } from './type-ahead';
import { isFree, useTypingAnywhere } from './use-typing-anywhere';
import { WindowClosed, WindowHint } from './window-notice';
import { conversationWords } from './words';

interface ComposerProps {
  chatId: string;
  composer: ComposerStore;
  conversation: ConversationStore;
  /** To the field, or to a reply to the message that has the focus. */
  onWrite: () => void;
}

/** Where answers are written. What is written outlives the chat's being left, the page's reload, and every error. */
export function Composer({ chatId, composer, conversation, onWrite }: ComposerProps) {
  const words = conversationWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const typeAhead = useStore(createPageTypeAhead);
  const replyWindow = useReplyWindow(chatId);
  const [isChoosing, setChoosing] = useState(false);
  const state = replyWindow.state.value;
  const isClosed = state !== null && !state.isOpen;
  const hasTemplates = state?.hasTemplates ?? false;

  useShortcuts(() => {
    const listed = (name: string, label: 'write' | 'send' | 'newLine' | 'quickReplies') => ({
      keys: name,
      group: () => conversationWords().shortcuts.group,
      label: () => conversationWords().shortcuts[label],
      run: null,
    });
    return [
      { ...listed('alt+r', 'write'), run: onWrite, inFields: true },
      listed('Enter', 'send'),
      listed('shift+Enter', 'newLine'),
      listed('/', 'quickReplies'),
    ];
  }, [composer]);
  useTypingAnywhere(field);
  // The keys go into the answer when a chat is opened, and when the client's message opens its window.
  useLayoutEffect(() => {
    if (field.current === null) typeAhead.end();
    else typeAhead.moveTo(field.current);
    if (isFree(document.activeElement)) field.current?.focus({ preventScroll: true });
  }, [isClosed]);
  useEffect(
    () =>
      composer.outbox.subscribe((items) => {
        if (items.some(({ state: { kind } }) => kind === 'refused')) void replyWindow.reload();
      }),
    [composer, replyWindow],
  );

  // It may still be on its way when the first files are chosen.
  useEffect(
    () => replyWindow.state.subscribe((told) => told !== null && composer.learn(told)),
    [composer, replyWindow],
  );

  function send(): void {
    if (composer.send()) conversation.forgetNew();
  }

  return (
    <footer class={styles.composer}>
      {isClosed ? (
        <WindowClosed {...{ hasTemplates, hasDraft: !composer.isEmpty.value }} onChoose={() => setChoosing(true)} />
      ) : (
        <div class={styles.box}>
          <Reply composer={composer} />
          <FileTray composer={composer} />
          <Unfit composer={composer} />
          <AnswerField {...{ composer, field }} chatId={chatId} onSend={send} />
          <AnswerLength composer={composer} onSent={conversation.forgetNew} />
          <div class={styles.tools}>
            <FileButton onFiles={composer.addFiles} accept={acceptOf(composer.takes.value?.limits ?? null)} />
            <EmojiButton onPick={(emoji) => insert(field.current, composer, emoji)} />
            <IconButton label={words.composer.quickReplies} onClick={() => beginQuickReply(field.current, composer)}>
              <QuickIcon />
            </IconButton>
            {hasTemplates && (
              <IconButton label={words.composer.templates} onClick={() => setChoosing(true)}>
                <TemplateIcon />
              </IconButton>
            )}
            <WindowHint state={state} />
            <SendButton composer={composer} onSend={send} />
          </div>
        </div>
      )}
      {isChoosing && (
        <TemplatePicker
          load={replyWindow.templates}
          onSend={(template, shownAs) => {
            composer.sendTemplate(template, shownAs);
            conversation.forgetNew();
            setChoosing(false);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </footer>
  );
}

function useReplyWindow(chatId: string): ReplyWindowStore {
  const { api, live } = useServices();
  const store = useMemo(() => createReplyWindow({ api, live, chatId }), [api, live, chatId]);
  useEffect(() => store.close, [store]);
  return store;
}

function SendButton({ composer, onSend }: { composer: ComposerStore; onSend: () => void }) {
  const words = conversationWords().composer;
  const isIdle = composer.isEmpty.value || composer.isUploading.value || composer.parts.value !== null;
  return (
    <IconButton
      label={words.send}
      class={classes(styles.send, isIdle && styles.idle)}
      aria-disabled={isIdle ? 'true' : undefined}
      onClick={onSend}
    >
      <SendIcon />
    </IconButton>
  );
}

function FileButton({ onFiles, accept }: { onFiles: (files: File[]) => void; accept: string | undefined }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept={accept}
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <IconButton label={conversationWords().composer.attach} onClick={() => input.current?.click()}>
        <AttachIcon />
      </IconButton>
    </>
  );
}

function Reply({ composer }: { composer: ComposerStore }) {
  const replyTo = composer.replyTo.value;
  const words = conversationWords();
  if (replyTo === null) return null;
  return (
    <div class={styles.replyTo}>
      <ReplyIcon size={16} />
      <span class={styles.replied}>
        <strong>{words.replyTo(replyTo.author ?? words.client)}</strong>
        <span class={styles.repliedText} dir="auto">
          {replyTo.text}
        </span>
      </span>
      <IconButton
        label={words.cancelReply}
        onClick={() => {
          composer.replyTo.value = null;
          focusAnswer();
        }}
      >
        <CloseIcon size={16} />
      </IconButton>
    </div>
  );
}

/** The button does what typing a `/` does. */
function beginQuickReply(field: HTMLTextAreaElement | null, composer: ComposerStore): void {
  const before = field?.value.slice(0, field.selectionStart) ?? '';
  insert(field, composer, before === '' || /\s$/.test(before) ? '/' : ' /');
  field?.dispatchEvent(new Event('input', { bubbles: true }));
}
