import { useEffect } from 'preact/hooks';
import { LazyPart } from '../app/lazy-part';
import { NotFound } from '../app/not-found';
import { hrefOf, matchPath } from '../app/router';
import { useServices } from '../app/services';
import { pageTitle } from '../app/title';
import { classes } from '../ui/classes';
import { BackIcon } from '../ui/icons';
import { words } from '../words/words';
import { UnsavedGuard } from './parts/unsaved';
import { adminPath } from './places';
import styles from './screen.module.css';
import { type Section, sectionsFor } from './sections';
import { adminWords } from './words';

/** The sections beside what is shown of one; where there is no room for both, one after the other. */
export function Screen() {
  const { router, session } = useServices();
  const { path } = router.place.value;
  const user = session.user.value;
  if (user === null) return null;
  const sections = sectionsFor(user);
  const slug = matchPath('/administration/:slug/*', path)?.slug ?? null;
  /** What is deeper leads back to its list. */
  const isList = matchPath('/administration/:slug', path) !== null;
  const section = slug === null ? sections[0] : sections.find((one) => one.slug === slug);
  return (
    <UnsavedGuard>
      <div class={classes(styles.screen, slug === null && styles.atRoot)}>
        <nav class={styles.sections} aria-label={adminWords().sections.label}>
          <ul>
            {sections.map((one) => (
              <li key={one.slug}>
                <a
                  class={styles.link}
                  href={hrefOf(adminPath(one.slug))}
                  aria-current={one.slug === (slug ?? sections[0]?.slug) ? 'page' : undefined}
                >
                  {one.title()}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class={styles.content}>
          {isList && (
            <a class={styles.up} href={hrefOf('/administration')}>
              <BackIcon size={16} />
              {words().areas.administration}
            </a>
          )}
          {section === undefined ? <NotFound /> : <SectionView key={section.slug} section={section} />}
        </div>
      </div>
    </UnsavedGuard>
  );
}

function SectionView({ section }: { section: Section }) {
  const title = section.title();
  useEffect(() => {
    pageTitle.value = title;
  }, [title]);
  return <LazyPart load={() => section.load().then((loaded) => loaded.Section)} />;
}
