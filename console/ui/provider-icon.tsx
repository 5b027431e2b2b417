import type { ComponentChildren } from 'preact';
import { words } from '../words/words';
import { classes } from './classes';
import styles from './provider-icon.module.css';
import { Unseen } from './unseen';

const titles: Record<string, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  facebook: 'Messenger',
};

const signs: Record<string, ComponentChildren> = {
  telegram: <path d="M21 4L3 11.200l6 2.300M21 4l-3 15-9-5.500M21 4L9 13.500V19l3-3.700" />,
  whatsapp: (
    <>
      <path d="M4 20l1.200-4A8 8 0 1 1 8 18.800z" />
      <path d="M9 9c0 3.500 2.500 6 6 6l.8-1.700-2-1-1 .9a5 5 0 0 1-2-2l.9-1-1-2z" />
    </>
  ),
  facebook: (
    <>
      <path d="M12 4c4.700 0 8.500 3.300 8.500 7.500S16.700 19 12 19c-.9 0-1.800-.1-2.600-.4L6.500 20v-2.900c-1.900-1.300-3-3.300-3-5.600C3.500 7.300 7.300 4 12 4z" />
      <path d="M7.500 13.500l3-3 2.500 2 3.500-3" />
    </>
  ),
  webchat: (
    <>
      <circle cx="12" cy="12" r="8.250" />
      <path d="M4 12h16M12 3.750c2.500 2.500 3.500 5.250 3.500 8.250s-1 5.750-3.500 8.250c-2.500-2.500-3.500-5.250-3.500-8.250s1-5.750 3.500-8.250z" />
    </>
  ),
};

const other = <path d="M5 5.500h14v10H11l-4 3.500v-3.500H5z" />;

/** A messenger by its own name, web chat in the reader's language, those of plug-ins by their code. */
export function providerTitle(provider: string): string {
  return provider === 'webchat' ? words().webchat : (titles[provider] ?? provider);
}

/** The messenger's sign. `isNamed` where its name stands beside it. */
export function ProviderIcon({
  provider,
  size = 16,
  isNamed = false,
}: {
  provider: string;
  size?: number;
  isNamed?: boolean;
}) {
  return (
    <>
      <svg
        class={classes(styles.icon, styles[provider])}
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {signs[provider] ?? other}
      </svg>
      {!isNamed && <Unseen>{providerTitle(provider)}</Unseen>}
    </>
  );
}
