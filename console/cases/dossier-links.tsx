import { hrefOf } from '../app/router';
import type { Case, Order } from '../app/types';
import { Badge } from '../ui/badge';
import styles from './dossier-links.module.css';
import { dossierWords } from './words';

/** Cases and orders, each leading to its page. */
export function DossierLinks({ cases, orders, empty }: { cases: Case[]; orders: Order[]; empty: string }) {
  const say = dossierWords();
  if (cases.length + orders.length === 0) return <p class={styles.soft}>{empty}</p>;
  const lines = [
    ...cases.map(({ id, number, subject, status }) => ({
      ...{ id, subject, href: `/cases/${id}` },
      ...{ number: say.caseNumber(number), status: say.caseStatuses[status] },
    })),
    ...orders.map(({ id, number, subject, status }) => ({
      ...{ id, subject, href: `/cases/orders/${id}` },
      ...{ number: say.orderNumber(number), status: say.orderStatuses[status] },
    })),
  ];
  return (
    <ul>
      {lines.map(({ id, number, subject, status, href }) => (
        <li key={id}>
          <a class={styles.row} href={hrefOf(href)}>
            <span class={styles.soft}>{number}</span>
            <span class={styles.text} dir="auto">
              {subject}
            </span>
            <Badge>{status}</Badge>
          </a>
        </li>
      ))}
    </ul>
  );
}
