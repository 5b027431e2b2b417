import { classes } from '../ui/classes';
import { Unseen } from '../ui/unseen';
import { words } from '../words/words';
import type { Area } from './area';
import styles from './navigation.module.css';
import { hrefOf } from './router';
import { useServices } from './services';

/** The areas that the user may use: in the bar, or at the foot of a narrow screen. */
export function Navigation({ areas, current }: { areas: readonly Area[]; current: Area | null }) {
  return (
    <nav class={styles.navigation} aria-label={words().areas.label}>
      <ul class={classes(areas.length > 4 && styles.many)}>
        {areas.map((area) => (
          <li key={area.root}>
            <AreaLink area={area} isCurrent={area === current} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function AreaLink({ area, isCurrent }: { area: Area; isCurrent: boolean }) {
  const services = useServices();
  const badge = area.badge?.(services) ?? null;
  return (
    <a
      class={classes(styles.link, isCurrent && styles.current)}
      href={hrefOf(area.root)}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <area.Icon />
      <span class={styles.name} aria-hidden={badge !== null}>
        {area.title()}
      </span>
      {badge !== null && (
        <>
          <span class={styles.badge} aria-hidden="true">
            {badge.count > 99 ? '99+' : badge.count}
          </span>
          <Unseen>{badge.label}</Unseen>
        </>
      )}
    </a>
  );
}
