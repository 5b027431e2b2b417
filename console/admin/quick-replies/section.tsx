import { matchPath } from '../../app/router';
import { useServices } from '../../app/services';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import type { QuickReply } from '../types';
import { QuickReplyForm } from './quick-reply-form';
import { QuickReplyList } from './quick-reply-list';

export function Section() {
  const { path } = useServices().router.place.value;
  const id = matchPath('/administration/quick-replies/:id', path)?.id;
  if (id === undefined) return <QuickReplyList />;
  return id === 'new' ? <QuickReplyForm reply={null} /> : <QuickReplyPage key={id} id={id} />;
}

function QuickReplyPage({ id }: { id: string }) {
  const { api } = useServices();
  const loaded = useLoaded((signal) => api.get<QuickReply>(`/api/quick-replies/${encodeURIComponent(id)}`, { signal }));
  return <WhenLoaded of={loaded}>{(reply) => <QuickReplyForm reply={reply} />}</WhenLoaded>;
}
