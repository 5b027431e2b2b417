import { answersOfDoubt } from '../support/spoilt-answer';
import { aFailure, aSentence, type ProviderSuite, partOf, something } from './provider-suite';

/** Sender: what became of a message is known, or known to be unknown (domain 4.1). */
export function describeSender(suite: ProviderSuite): void {
  const send = (changes?: Parameters<ProviderSuite['outgoing']>[0]) =>
    suite.provider.send(suite.harness.channel, suite.outgoing(changes));

  describe('sender', () => {
    it('sends a text and tells its id at the messenger', async () => {
      expect(await send()).toMatchObject({ kind: 'sent', externalId: something });
    });

    it('gives each message an id of its own', async () => {
      const outcomes = [await send({ id: 'one' }), await send({ id: 'two' })];
      const ids = outcomes.map((outcome) => (outcome.kind === 'sent' ? outcome.externalId : outcome.kind));
      expect(new Set(ids).size).toBe(2);
    });
  });

  describe('repeated sending', () => {
    it('has no second effect where the provider says so', async () => {
      if (!suite.provider.recognisesRepeats) return;
      const first = await send();
      expect(await send()).toEqual(first);
    });
  });

  suite.describePart('sendingTrouble', 'sender in trouble', () => {
    it('reports a refusal with a stable word and a sentence', async () => {
      await partOf(suite.harness.sendingTrouble).refuse();
      const outcome = await send();
      expect(outcome).toMatchObject({ kind: 'refused', failure: aFailure });
      suite.expectNoSecret(outcome);
    });

    it('leaves for later what is refused for now', async () => {
      await partOf(suite.harness.sendingTrouble).refuseForNow();
      const outcome = await send();
      expect(outcome).toMatchObject({ kind: 'later', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    it('leaves for later what cannot have been sent, because no connection was made', async () => {
      await partOf(suite.harness.sendingTrouble).goAway();
      const outcome = await send();
      expect(outcome).toMatchObject({ kind: 'later', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    it('says that it does not know when the answer is lost', async () => {
      await partOf(suite.harness.sendingTrouble).loseAnswer();
      const outcome = await send();
      expect(outcome).toEqual({ kind: 'unknown', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    it.each(Object.entries(answersOfDoubt))(
      'says that it does not know when the answer is %s',
      async (_form, answer) => {
        await partOf(suite.harness.sendingTrouble).spoilAnswer(answer);
        const outcome = await send();
        expect(outcome).toEqual({ kind: 'unknown', reason: aSentence });
        suite.expectNoSecret(outcome);
      },
    );
  });

  suite.describePart('revocation', 'credentials that the messenger accepts no longer', () => {
    it('stop the message, and the channel’s health says so', async () => {
      await partOf(suite.harness.revocation).revoke();
      const outcome = await send();
      expect(outcome).toMatchObject({
        kind: expect.stringMatching(/^(refused|waits)$/),
        health: { status: 'unauthorized', detail: aSentence },
      });
      suite.expectNoSecret(outcome);
    });
  });

  suite.describePart('outgoingFiles', 'files of ours', () => {
    it('are sent', async () => {
      const attachment = await partOf(suite.harness.outgoingFiles).good();
      const { maxCaptionLength } = suite.provider.outgoing;
      const most = typeof maxCaptionLength === 'number' ? maxCaptionLength : maxCaptionLength(attachment.mediaType);
      const text = most > 0 ? 'See there' : '';
      const outcome = await send({ type: 'file', text, attachments: [attachment] });
      expect(outcome).toMatchObject({ kind: 'sent', externalId: something });
      expect(partOf(suite.harness.outgoingFiles).taken()).toBe(1);
    });

    it('that cannot be read are not sent in part', async () => {
      const attachment = await partOf(suite.harness.outgoingFiles).unreadable();
      const outcome = await send({ type: 'file', text: '', attachments: [attachment] });
      if (outcome.kind === 'refused') expect(outcome.failure).toEqual(aFailure);
      else expect(outcome).toMatchObject({ kind: 'later', reason: aSentence });
      expect(partOf(suite.harness.outgoingFiles).taken()).toBe(0);
    });
  });

  suite.describePart('findSent', 'look for what was sent', () => {
    /** Well before the message, clocks of messengers being what they are. */
    const since = () => new Date(Date.now() - 60_000);
    const look = (isKnown: (externalId: string) => boolean = () => false, text = 'Hello') =>
      suite.provider.findSent?.(suite.harness.channel, suite.outgoing({ text }), {
        since: since(),
        isKnown: async (externalId) => isKnown(externalId),
      });

    it('finds a message whose answer was lost', async () => {
      await partOf(suite.harness.findSent).loseAnswer();
      await send();
      expect(await look()).toEqual({ kind: 'sent', externalId: something });
    });

    it('finds none that was never sent', async () => {
      expect(await look()).toEqual({ kind: 'not_found' });
    });

    it('takes no other message for it', async () => {
      await send({ id: 'another', text: 'Something else' });
      expect(await look()).toEqual({ kind: 'not_found' });
    });

    it('takes none for it that is known to be another with the same words', async () => {
      const other = await send({ id: 'another' });
      const otherId = other.kind === 'sent' ? other.externalId : '';
      expect(await look((externalId) => externalId === otherId)).toEqual({ kind: 'not_found' });
    });

    it('leaves it for later when the messenger is away', async () => {
      await partOf(suite.harness.findSent).goAway();
      const outcome = await look();
      expect(outcome).toMatchObject({ kind: 'later', reason: aSentence });
      suite.expectNoSecret(outcome);
    });
  });
}
