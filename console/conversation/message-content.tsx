import type { Message } from '../app/types';
import { classes } from '../ui/classes';
import { messageTypeName } from '../ui/preview';
import { isPicture } from './attachments';
import { PersonIcon, PlaceIcon } from './icons';
import { LinkedText } from './linked-text';
import styles from './message-row.module.css';
import { isOnlyEmoji } from './message-text';
import { conversationWords } from './words';

/** A message, or what it said before it was edited. */
type Said = Message | Message['versions'][number];

/** What a message says, besides its files. */
export function MessageContent({ message }: { message: Said }) {
  const { type, location, sharedContact, attachments } = message;
  // A sticker's text is the emoji that it stands for.
  const text = type === 'sticker' && attachments.some(isPicture) ? '' : message.text;
  return (
    <>
      {location !== null && <Place location={location} />}
      {sharedContact !== null && <Person person={sharedContact} />}
      {type === 'unsupported' && <p class={styles.unsupported}>{conversationWords().unsupported}</p>}
      {text !== '' && (
        <div class={classes(styles.text, isOnlyEmoji(text) && styles.large)} dir="auto">
          <LinkedText text={text} />
        </div>
      )}
    </>
  );
}

function Place({ location: { latitude, longitude, title, address } }: { location: NonNullable<Message['location']> }) {
  const words = conversationWords();
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <div class={styles.card}>
      <PlaceIcon size={24} />
      <div class={styles.cardText}>
        <strong dir="auto">{title ?? messageTypeName('location')}</strong>
        {address !== undefined && <span dir="auto">{address}</span>}
        <span class={styles.soft}>
          {latitude.toFixed(5)}, {longitude.toFixed(5)}
        </span>
        <a href={map} target="_blank" rel="noopener noreferrer">
          {words.openMap}
        </a>
      </div>
    </div>
  );
}

function Person({ person: { name, phoneNumber } }: { person: NonNullable<Message['sharedContact']> }) {
  const words = conversationWords();
  const number = phoneNumber.replace(/[^\d+*#]/g, '');
  return (
    <div class={styles.card}>
      <PersonIcon size={24} />
      <div class={styles.cardText}>
        <strong dir="auto">{name || messageTypeName('contact')}</strong>
        {number !== '' && (
          <a href={`tel:${number}`} aria-label={words.call(phoneNumber)}>
            {phoneNumber}
          </a>
        )}
      </div>
    </div>
  );
}
