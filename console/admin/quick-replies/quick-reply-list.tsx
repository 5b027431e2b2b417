import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Page } from '../../app/types';
import { ListPage } from '../parts/list-page';
import { useSearchedList } from '../parts/searched-list';
import { adminPath } from '../places';
import type { QuickReply } from '../types';
import { adminWords } from '../words';
import styles from './quick-replies.module.css';
import { quickReplyWords } from './words';

export function QuickReplyList() {
  const { api } = useServices();
  const list = useSearchedList<QuickReply>(({ q, cursor, signal }) =>
    api.get<Page<QuickReply>>('/api/quick-replies', { query: { q, cursor }, signal }),
  );
  const w = quickReplyWords();
  return (
    <ListPage<QuickReply>
      title={adminWords().sections.quickReplies}
      intro={w.intro}
      add={{ path: adminPath('quick-replies', 'new'), label: w.add }}
      list={list}
      keyOf={({ id }) => id}
      empty={w.empty}
      columns={[
        {
          title: w.title,
          isName: true,
          show: ({ id, title }) => <a href={hrefOf(adminPath('quick-replies', id))}>{title}</a>,
        },
        {
          title: w.text,
          show: ({ text }) => (
            <span class={styles.text} dir="auto">
              {text}
            </span>
          ),
        },
        { title: w.language, show: ({ language }) => language },
      ]}
    />
  );
}
