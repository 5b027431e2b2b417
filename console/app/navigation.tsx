import { classes } from '../ui/classes';
import { words } from '../words/words';
import type { Area } from './area';
import styles from './navigation.module.css';
import { hrefOf } from './router';

/** The areas that the user may use: in the bar, or at the foot of a narrow screen. */
export function Navigation({ areas, current }: { areas: readonly Area[]; current: Area | null }) {
  return (
    <nav class={styles.navigation} aria-label={words().areas.label}>
      <ul class={classes(areas.length > 4 && styles.many)}>
        {areas.map((area) => (
          <li key={area.root}>
            <a
              class={classes(styles.link, area === current && styles.current)}
              href={hrefOf(area.root)}
              aria-current={area === current ? 'page' : undefined}
            >
              <area.Icon />
              <span>{area.title()}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
