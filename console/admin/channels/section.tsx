import { matchPath } from '../../app/router';
import { useServices } from '../../app/services';
import { ChannelList } from './channel-list';
import { ChannelPage } from './channel-page';
import { FacebookPages } from './facebook/facebook-pages';
import { ChooseMessenger } from './new/choose-messenger';
import { NewChannel } from './new/new-channel';

export function Section() {
  const { path, query } = useServices().router.place.value;
  const provider = matchPath('/administration/channels/new/:provider', path)?.provider;
  if (provider !== undefined) return <NewChannel key={provider} code={provider} />;
  const id = matchPath('/administration/channels/:id', path)?.id;
  if (id === 'new') return <ChooseMessenger />;
  if (id !== undefined) return <ChannelPage key={id} id={id} />;
  // Facebook's login ends here, with a session or with a reason why there is none.
  const session = query.get('session');
  const error = query.get('error');
  if (session !== null || error !== null) return <FacebookPages session={session} refusal={error} />;
  return <ChannelList />;
}
