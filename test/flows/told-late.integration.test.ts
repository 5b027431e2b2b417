import { randomUUID } from 'node:crypto';
import { createService } from '../../messaging/service';
import { createQueue, createWebchatChannel } from '../support/builders';
import { eventually } from '../support/eventually';
import { incomingText } from '../support/incoming-text';
import { onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';

describe('a message whose chat was not told of it, because the one who stored it died', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await startParley();
    await parley.startWorker();
  });

  afterAll(() => parley.stop());

  it('joins the chat together with the next one, and never a later chat (domain 2.3)', async () => {
    const { id: channelId } = await createWebchatChannel(parley, (await createQueue(parley)).id);
    const channel = await parley.storage.channels.open(channelId);
    if (channel === null) throw new Error('the channel is there');
    const clientId = randomUUID();
    const first = incomingText(clientId, 'first', new Date(Date.now() - 1_000));
    await parley.storage.messages.receive([{ channel, messages: [first] }]);
    const second = incomingText(clientId, 'second');
    await createService(parley.deps).receiver.receive(channel, [{ kind: 'message', message: second }]);

    const chat = await onlyChatOf(parley, channelId);
    const seen = await eventually('the second is there', async () => {
      const texts = textsOf(await parley.admin.conversation(chat.id));
      return texts.includes('second') && texts;
    });
    expect(seen).toEqual(['first', 'second']);
    expect(await parley.admin.chat(chat.id)).toMatchObject({ unreadCount: 2, lastMessage: { text: 'second' } });
  });
});
