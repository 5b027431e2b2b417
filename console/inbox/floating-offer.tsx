import { useLayoutEffect, useRef } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { sayProblem } from '../app/say-problem';
import { useStore } from '../app/services';
import type { Chat } from '../app/types';
import { useShortcuts } from '../app/use-global-shortcuts';
import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { CloseIcon } from '../ui/icons';
import { previewOf } from '../ui/preview';
import { ProviderIcon, providerTitle } from '../ui/provider-icon';
import { words } from '../words/words';
import { createChatsStore } from './chats-store';
import styles from './floating-offer.module.css';
import { createFloatingOffers } from './floating-offers';
import { OfferButtons } from './offer-buttons';
import { OfferCountdown } from './offer-countdown';
import { offersMark } from './on-screen';
import type { Refusal } from './refusals';
import { useTimeLeft } from './use-time-left';
import { inboxWords } from './words';

/**
 * What is offered while the operator is elsewhere: the offer that lapses first, and how many more there are. It takes its room from the page, so that
 * it covers nothing.
 */
export function FloatingOffer() {
  const { offers, gone } = useStore(createFloatingOffers);
  const [first] = offers.value;
  const foot = useRef<HTMLDivElement>(null);
  useRoomFor(foot);
  return (
    <div ref={foot} class={styles.foot}>
      {gone.value.map((refusal) => (
        <Gone key={refusal.chat.id} refusal={refusal} />
      ))}
      {/* Another offer is another card: who clicks twice doesn't decide on two. */}
      {first !== undefined && first.offer !== null && (
        <Card key={first.id} chat={first} expiresAt={first.offer.expiresAt} all={offers.value} />
      )}
    </div>
  );
}

function Gone({ refusal: { chat, error } }: { refusal: Refusal }) {
  const { refusals } = useStore(createChatsStore);
  return (
    <div class={classes(styles.card, styles.gone)}>
      <p role="alert" class={styles.why}>
        <bdi class={styles.name}>{chat.contact.name}</bdi> {sayProblem(error)}
      </p>
      <IconButton label={inboxWords().dismiss} onClick={() => refusals.forget(chat.id)}>
        <CloseIcon size={16} />
      </IconButton>
    </div>
  );
}

function Card({ chat, expiresAt, all }: { chat: Chat; expiresAt: string; all: readonly Chat[] }) {
  const { isLastMinute } = useTimeLeft(expiresAt);
  const card = useRef<HTMLElement>(null);
  const { floating: say, lastMinute } = inboxWords();
  useShortcuts(() => [
    {
      keys: 'alt+o',
      group: () => words().shortcuts.everywhere,
      label: () => inboxWords().keys.toOffer,
      run: () => card.current?.focus(),
      inFields: true,
    },
  ]);
  return (
    <section
      ref={card}
      class={classes(styles.card, isLastMinute && styles.urgent)}
      aria-label={say.label}
      tabIndex={-1}
      {...{ [offersMark]: all.map(({ id }) => id).join(' ') }}
    >
      <a class={styles.chat} href={hrefOf(`/inbox/${chat.id}`)}>
        <Avatar name={chat.contact.name} photoUrl={chat.contact.photoUrl} size={36} />
        <span class={styles.text}>
          <span class={styles.head}>
            <span class={styles.what}>{isLastMinute ? lastMinute : say.isOffered}</span>
            <OfferCountdown expiresAt={expiresAt} />
          </span>
          <span class={styles.who}>
            <bdi class={styles.name}>{chat.contact.name}</bdi>
            <span class={styles.messenger}>
              <ProviderIcon provider={chat.channel.provider} size={14} isNamed />
              {providerTitle(chat.channel.provider)}
            </span>
          </span>
          <bdi class={styles.preview}>{previewOf(chat)}</bdi>
        </span>
      </a>
      <div class={styles.decision}>
        <OfferButtons chat={chat} />
        {all.length > 1 && (
          <a class={styles.more} href={hrefOf('/inbox')}>
            {say.more(all.length - 1)}
          </a>
        )}
      </div>
    </section>
  );
}

/** Sentences that come and go at the foot of the page do so above it. */
function useRoomFor(foot: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      style.setProperty('--offer-height', `${foot.current?.offsetHeight ?? 0}px`);
    });
    if (foot.current !== null) observer.observe(foot.current);
    return () => {
      observer.disconnect();
      style.removeProperty('--offer-height');
    };
  }, []);
}
