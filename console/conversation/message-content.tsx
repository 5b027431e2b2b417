import { safeHref } from '../../pages/links';
import type { Message } from '../app/types';
import { classes } from '../ui/classes';
import { isNamedKind, messageTypeName } from '../ui/preview';
import { PersonIcon, PlaceIcon } from './icons';
import { linksBeside } from './marked-pieces';
import { MarkedText } from './marked-text';
import styles from './message-row.module.css';
import { isOnlyEmoji } from './message-text';
import { isPicture } from './pictures';
import { conversationWords } from './words';

/** A message, or what it said before it was edited. */
type Said = Message | Message['versions'][number];

/** What a message says, besides its files. */
export function MessageContent({ message }: { message: Said }) {
  const { type, location, sharedContact, furtherContacts, attachments, marks } = message;
  const contacts = sharedContact === null ? [] : [sharedContact, ...furtherContacts];
  // A sticker's text is the emoji that it stands for.
  const text = type === 'sticker' && attachments.some(isPicture) ? '' : message.text;
  return (
    <>
      {location !== null && <Place location={location} />}
      {contacts.map((person, index) => (
        <Person key={index} person={person} />
      ))}
      {isNamedKind(type) && <p class={styles.kind}>{messageTypeName(type)}</p>}
      {type === 'referral' && <p class={styles.unsupported}>{conversationWords().wroteNothing}</p>}
      {type === 'unsupported' && <p class={styles.unsupported}>{conversationWords().unsupported}</p>}
      {text !== '' && (
        <div class={classes(styles.text, isOnlyEmoji(text) && styles.large)} dir="auto">
          <MarkedText text={text} marks={marks} />
        </div>
      )}
      {linksBeside(message).map(({ text: name, url }, index) => (
        <BesideLink key={index} name={name} url={url} />
      ))}
    </>
  );
}

function BesideLink({ name, url }: { name: string; url: string }) {
  const href = safeHref(url);
  if (href === null)
    return (
      <span class={styles.soft} dir="auto">
        {name === url ? url : `${name} (${url})`}
      </span>
    );
  return (
    <a class={styles.beside} href={href} title={href} target="_blank" rel="noopener noreferrer" dir="auto">
      {name}
    </a>
  );
}

function Place({
  location: { latitude, longitude, title, address, isLive },
}: {
  location: NonNullable<Message['location']>;
}) {
  const words = conversationWords();
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <div class={styles.card}>
      <PlaceIcon size={24} />
      <div class={styles.cardText}>
        <strong dir="auto">{title ?? (isLive ? words.liveLocation : messageTypeName('location'))}</strong>
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

function Person({ person: { name, phones, emails } }: { person: NonNullable<Message['sharedContact']> }) {
  const words = conversationWords();
  return (
    <div class={styles.card}>
      <PersonIcon size={24} />
      <div class={styles.cardText}>
        <strong dir="auto">{name || messageTypeName('contact')}</strong>
        {phones.map((phone) => (
          <a key={phone} href={`tel:${phone.replace(/[^\d+*#]/g, '')}`} aria-label={words.call(phone)}>
            {phone}
          </a>
        ))}
        {emails.map((email) => (
          <a key={email} href={`mailto:${encodeURIComponent(email)}`} aria-label={words.writeTo(email)}>
            {email}
          </a>
        ))}
      </div>
    </div>
  );
}
