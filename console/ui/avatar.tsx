import { useState } from 'preact/hooks';
import styles from './avatar.module.css';
import { classes } from './classes';
import { initialsOf } from './initials';

const tints = ['tint0', 'tint1', 'tint2', 'tint3', 'tint4', 'tint5'] as const;

/** The same person has the same colour everywhere. */
function tintOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return tints[sum % tints.length] ?? tints[0];
}

/** A photo, or the initials; the name stands beside it, so it says nothing itself. */
export function Avatar({
  name,
  photoUrl = null,
  size = 32,
}: {
  name: string;
  photoUrl?: string | null;
  size?: number;
}) {
  const [broken, setBroken] = useState<string | null>(null);
  const style = { width: `${size}px`, height: `${size}px`, fontSize: `${Math.round(size * 0.38)}px` };
  if (photoUrl !== null && photoUrl !== broken)
    return (
      <img
        class={styles.avatar}
        style={style}
        src={photoUrl}
        alt=""
        loading="lazy"
        onError={() => setBroken(photoUrl)}
      />
    );
  return (
    <span
      class={classes(styles.avatar, styles[tintOf(name)])}
      style={style}
      aria-hidden="true"
      data-initials={initialsOf(name)}
    />
  );
}
