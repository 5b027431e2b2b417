import type { PollOutcome, PollRequest, Site } from '../../channels/contract';
import { siteUrl } from '../support/call-route';
import { aSentence, messagesOf, type ProviderSuite, partOf } from './provider-suite';

/** Polls: by which all comes, or only what the messenger could not deliver (domain 2.2). */
export function describePolling(suite: ProviderSuite): void {
  const poll = async (request: Partial<PollRequest> = {}): Promise<PollOutcome> => {
    const outcome = await suite.provider.poll?.({
      ...{ channel: suite.harness.channel, cursor: null, isFirst: true, site: async () => ({ webhooksUrl: null }) },
      signal: new AbortController().signal,
      ...request,
    });
    return partOf(outcome);
  };
  const pollAndEnd = (request: Partial<PollRequest>): Promise<PollOutcome> => {
    const ending = new AbortController();
    const outcome = poll({ ...request, signal: ending.signal });
    setTimeout(() => ending.abort(), 100);
    return outcome;
  };

  suite.describePart('polling', 'poll', () => {
    it('ends at once when it is told to, and leaves the cursor where it was', async () => {
      expect(await pollAndEnd({ cursor: null })).toEqual({ kind: 'batch', events: [], cursor: null });
    });

    it('does not stumble over a cursor that is none', async () => {
      expect(await pollAndEnd({ cursor: '{odd' })).toMatchObject({ kind: 'batch', events: [] });
    });
  });

  suite.describePart('safetyNet', 'safety net', () => {
    const keyOf = ({ clientId, externalId, text }: { clientId: string; externalId: string; text: string }) => ({
      clientId,
      externalId,
      text,
    });
    const fetchedBy = (outcome: PollOutcome) => {
      if (outcome.kind !== 'batch') throw new Error(`The messenger could not be asked: ${outcome.health.detail}`);
      const messages = outcome.events.flatMap((event) => (event.kind === 'message' ? [event.message] : []));
      const inOrder = messages.toSorted(
        (a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.sequence - b.sequence,
      );
      return { keys: inOrder.map(keyOf), cursor: outcome.cursor };
    };

    /** A look goes back further than the one before: what it fetches anew. */
    const beyond = (before: ReturnType<typeof fetchedBy>, after: ReturnType<typeof fetchedBy>) => {
      const known = before.keys.map(({ externalId }) => externalId);
      return after.keys.filter(({ externalId }) => !known.includes(externalId));
    };

    it('fetches what could not be delivered, under the ids and in the order of its delivery', async () => {
      const first = fetchedBy(await poll());
      const payloads = await partOf(suite.harness.safetyNet).missed(3);
      const missed = payloads.flatMap((payload) => messagesOf(suite.provider, payload)).map(keyOf);
      expect(missed).toHaveLength(3);
      expect(beyond(first, fetchedBy(await poll({ cursor: first.cursor })))).toEqual(missed);
    });

    it('needs no restart to look: whoever is in doubt asks at once', async () => {
      const first = fetchedBy(await poll());
      await partOf(suite.harness.safetyNet).missed(1);
      const next = fetchedBy(await poll({ cursor: first.cursor, isFirst: false, atOnce: true }));
      expect(beyond(first, next)).toHaveLength(1);
    });

    it('gives a message that it fetches again the same ids', async () => {
      const { cursor } = fetchedBy(await poll());
      await partOf(suite.harness.safetyNet).missed(2);
      const first = fetchedBy(await poll({ cursor }));
      expect(fetchedBy(await poll({ cursor }))).toMatchObject({ keys: first.keys });
    });

    it('waits between two looks, ends at once when it is told to, and leaves the cursor where it was', async () => {
      const { cursor } = fetchedBy(await poll());
      expect(await pollAndEnd({ cursor, isFirst: false })).toEqual({ kind: 'batch', events: [], cursor });
    });

    it('does not stumble over a cursor that is none', async () => {
      expect(await poll({ cursor: '{odd' })).toMatchObject({ kind: 'batch' });
    });

    it('begins where the channel was connected, never before', async () => {
      await partOf(suite.harness.safetyNet).missed(2);
      const connectedAt = new Date(Date.now() + 60_000);
      expect(fetchedBy(await poll({ channel: { ...suite.harness.channel, connectedAt } })).keys).toEqual([]);
    });

    it('tells where the messenger hands the messages: here, elsewhere in words that name the host, or that it is not told', async () => {
      const { leadTo } = partOf(suite.harness.safetyNet);
      const webhooksUrl = `${siteUrl}/webhooks/${suite.provider.code}`;
      const leads = async (site: Site = { webhooksUrl }) => {
        const outcome = await poll({ site: async () => site });
        return outcome.kind === 'batch' ? outcome.leads : outcome;
      };
      await leadTo(webhooksUrl);
      expect(await leads()).toEqual({ kind: 'here' });
      await leadTo('https://other.example/webhooks');
      const found = await leads();
      expect(found).toEqual({ kind: 'elsewhere', address: 'other.example', detail: aSentence });
      expect(found).toMatchObject({ detail: expect.stringContaining(webhooksUrl) });
      expect(await leads({ webhooksUrl: null })).toEqual({ kind: 'untold' });
    });

    it('says in the channel’s health that the messenger is away, and when it will look again', async () => {
      await partOf(suite.harness.safetyNet).goAway();
      const outcome = await poll();
      expect(outcome).toMatchObject({ kind: 'trouble', health: { detail: aSentence } });
      expect(outcome.kind === 'trouble' && outcome.retryAfterMs).toBeGreaterThan(0);
      suite.expectNoSecret(outcome);
    });
  });
}
