import type { ComponentChildren } from 'preact';
import { safeHref } from '../../pages/links';
import { fullTime } from '../words/time';
import { LinkedText } from './linked-text';
import { type Mark, markedPieces } from './marked-pieces';
import styles from './marked-text.module.css';

/** What a person wrote, set as he set it; an address behind a word is shown when it is pointed at, and opens elsewhere. */
export function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  if (marks.length === 0) return <LinkedText text={text} />;
  return (
    <>
      {markedPieces(text, marks).map((piece, index) => (
        <Marked key={index} {...piece} />
      ))}
    </>
  );
}

function Marked({ text, marks }: { text: string; marks: Mark[] }) {
  const isLinked = marks.some(({ kind }) => kind === 'link');
  return <>{marks.reduceRight<ComponentChildren>(set, isLinked ? text : <LinkedText text={text} />)}</>;
}

function set(inner: ComponentChildren, mark: Mark): ComponentChildren {
  switch (mark.kind) {
    case 'bold':
      return <strong>{inner}</strong>;
    case 'italic':
      return <em>{inner}</em>;
    case 'underline':
      return <u>{inner}</u>;
    case 'strikethrough':
      return <s>{inner}</s>;
    case 'spoiler':
      return <span class={styles.spoiler}>{inner}</span>;
    case 'code':
      return <code title={mark.language}>{inner}</code>;
    case 'quotation':
      return <q class={styles.quotation}>{inner}</q>;
    case 'time':
      return (
        <time dateTime={mark.at} title={mark.at === undefined ? undefined : fullTime(mark.at)} class={styles.time}>
          {inner}
        </time>
      );
    case 'link':
      return <BehindWord url={mark.url ?? ''}>{inner}</BehindWord>;
    default:
      return mark.kind satisfies never;
  }
}

/** Only addresses of the web are opened; others, such as those of people inside the messenger, are told. */
function BehindWord({ url, children }: { url: string; children: ComponentChildren }) {
  const href = safeHref(url);
  if (href === null) return <span title={url}>{children}</span>;
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
