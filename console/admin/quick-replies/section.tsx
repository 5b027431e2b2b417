import { NotFound } from '../../app/not-found';
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
  const loaded = useLoaded(async (signal) => {
    const replies = await api.all<QuickReply>('/api/quick-replies', { signal });
    return { reply: replies.find((reply) => reply.id === id) ?? null };
  });
  return (
    <WhenLoaded of={loaded}>
      {({ reply }) => (reply === null ? <NotFound /> : <QuickReplyForm reply={reply} />)}
    </WhenLoaded>
  );
}
