import { badParameter, elsewhere, GraphError } from './graph-error';
import type { StandInPage } from './stand-in-page';

/** The calls of Conversation Routing, made by our app. */
export function moveThread(page: StandInPage, edge: string, recipient: { id?: string } | undefined): object {
  const conversation = page.conversations.get(recipient?.id ?? '');
  if (!conversation) throw badParameter('No matching user found', 2018001);
  const { app } = page;
  const isElsewhere = conversation.owner !== null && conversation.owner !== app.id;
  switch (edge) {
    case 'take_thread_control':
      if (page.defaultApp === null) throw new GraphError(10, 'The page has no default application.', { status: 403 });
      if (isElsewhere && page.defaultApp !== app.id) throw elsewhere();
      conversation.owner = app.id;
      return { success: true };
    case 'release_thread_control':
      if (conversation.owner !== app.id) throw elsewhere();
      conversation.owner = page.defaultApp === app.id ? null : page.defaultApp;
      return { success: true };
    default:
      if (!isElsewhere) throw badParameter('The conversation is not with another app.');
      app.threadRequests.push(conversation.psid);
      return { success: true };
  }
}

export function threadOwner(page: StandInPage, psid: string | undefined): object {
  const conversation = page.conversations.get(psid ?? '');
  if (!conversation) throw badParameter('No matching user found', 2018001);
  return { data: conversation.owner === null ? [] : [{ thread_owner: { app_id: conversation.owner } }] };
}
