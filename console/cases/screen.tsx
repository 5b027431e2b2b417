import { useEffect } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { useServices, useStore } from '../app/services';
import { Badge } from '../ui/badge';
import { classes } from '../ui/classes';
import { Select } from '../ui/inputs';
import { Split } from '../ui/split';
import { BackToList, RowLink, Rows, Sheet } from '../ui/split-parts';
import { Empty } from '../ui/states';
import { PagedView } from '../ui/table';
import { ShortTime } from '../ui/times';
import { DossierPage } from './dossier-page';
import { createDossierList, type Dossier, type Kind, statusesOf } from './dossier-store';
import { dossierNumber, statusName } from './dossier-words';
import { type DossierPlace, dossierPlaceOf, pathOf } from './places';
import styles from './screen.module.css';
import { dossierWords } from './words';

/** What came of chats (domain 5.2): cases to be settled, and orders. */
export function Screen() {
  const { router } = useServices();
  const store = useStore(createDossierList);
  const place = dossierPlaceOf(router.place.value);
  const { kind, status, id } = place;
  const say = dossierWords();
  useEffect(() => store.show(place), [kind, status]);
  return (
    <Split
      openId={id}
      list={
        <>
          <Tools place={place} />
          <Rows>
            <PagedView
              list={store.list}
              empty={status !== '' ? say.noneFound : kind === 'cases' ? say.none : say.noneOrders}
            >
              {(items) => (
                <ul aria-label={say.kinds[kind]}>
                  {items.map((item) => (
                    <li key={item.id}>
                      <Row {...{ kind, item }} place={{ ...place, id: item.id }} isOpen={item.id === id} />
                    </li>
                  ))}
                </ul>
              )}
            </PagedView>
          </Rows>
        </>
      }
    >
      {id === null ? (
        <Empty title={say.chooseOne} />
      ) : (
        <>
          <BackToList place={pathOf({ ...place, id: null })}>{say.kinds[kind]}</BackToList>
          <Sheet>
            <DossierPage key={id} kind={kind} id={id} onChanged={store.changed} />
          </Sheet>
        </>
      )}
    </Split>
  );
}

function Tools({ place: { kind, status } }: { place: DossierPlace }) {
  const { router } = useServices();
  const say = dossierWords();
  const statuses: readonly string[] = statusesOf[kind];
  return (
    <div class={styles.tools}>
      <nav class={styles.kinds} aria-label={say.kind}>
        {(['cases', 'orders'] as const).map((one) => (
          <a
            key={one}
            class={styles.kind}
            href={hrefOf(pathOf({ kind: one, status: '', id: null }))}
            aria-current={one === kind ? 'page' : undefined}
          >
            {say.kinds[one]}
          </a>
        ))}
      </nav>
      <Select
        label={say.status}
        hideLabel
        value={status}
        onChange={(chosen) => router.go(pathOf({ kind, status: chosen, id: null }))}
        choices={[
          { value: '', label: say.anyStatus },
          ...statuses.map((one) => ({ value: one, label: statusName(kind, one) })),
        ]}
      />
    </div>
  );
}

function Row({ kind, item, place, isOpen }: { kind: Kind; item: Dossier; place: DossierPlace; isOpen: boolean }) {
  return (
    <RowLink id={item.id} place={pathOf(place)} isOpen={isOpen} class={styles.row}>
      <span class={styles.line}>
        <span class={styles.subject} dir="auto">
          {item.subject}
        </span>
        <span class={classes(styles.soft, styles.end)}>
          <ShortTime at={item.createdAt} />
        </span>
      </span>
      <span class={styles.line}>
        <Badge>{statusName(kind, item.status)}</Badge>
        <span class={styles.soft}>{`${dossierNumber(kind, item.number)} · ${item.contact.name}`}</span>
      </span>
    </RowLink>
  );
}
