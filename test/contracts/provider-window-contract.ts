import { aFailure, aSentence, type ProviderSuite, partOf, something } from './provider-suite';

const dayMs = 24 * 60 * 60 * 1000;
const longAgo = () => new Date(Date.now() - 100 * dayMs);

/** When a client may be answered, and with what outside that time (domain 7.2). */
export function describeWindow(suite: ProviderSuite): void {
  suite.describePart('replyWindow', 'reply window', () => {
    it('has a length, and is no shorter for a person', () => {
      const { freeMs, personMs = freeMs } = partOf(suite.provider.replyWindow);
      expect(freeMs).toBeGreaterThan(0);
      expect(personMs).toBeGreaterThanOrEqual(freeMs);
    });

    it('is told in a sentence by who is refused outside it', async () => {
      await partOf(suite.harness.replyWindow).close();
      const message = suite.outgoing({ lastIncomingAt: longAgo() });
      const outcome = await suite.provider.send(suite.harness.channel, message);
      suite.expectNoSecret(outcome);
      if (outcome.kind !== 'sent') return expect(outcome).toMatchObject({ kind: 'refused', failure: aFailure });
      const report = await partOf(suite.harness.replyWindow?.report)();
      expect(suite.provider.parse(report)).toMatchObject([
        { kind: 'delivery', externalId: outcome.externalId, status: 'failed', failure: aFailure },
      ]);
    });
  });

  suite.describePart('templates', 'templates', () => {
    const list = async () => suite.provider.listTemplates?.(suite.harness.channel);

    it('are listed with all that an operator needs to choose and fill one', async () => {
      const outcome = await list();
      if (outcome?.kind !== 'templates') throw new Error(`They were not listed: ${JSON.stringify(outcome)}`);
      const { id, values } = partOf(suite.harness.templates).approved;
      expect(outcome.templates.find((template) => template.id === id)?.variables).toEqual(Object.keys(values));
      for (const { id: templateId, name, language, text, variables } of outcome.templates) {
        expect([templateId, name, language, text]).toEqual([something, something, something, something]);
        for (const variable of variables) expect(text).toContain(`{{${variable}}}`);
      }
      expect(new Set(outcome.templates.map((template) => template.id)).size).toBe(outcome.templates.length);
    });

    it('are unavailable in a sentence when the messenger is away', async () => {
      await partOf(suite.harness.templates).goAway();
      const outcome = await list();
      expect(outcome).toMatchObject({ kind: 'unavailable', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    const send = (id: string, variables: Record<string, string>) =>
      suite.provider.send(
        suite.harness.channel,
        suite.outgoing({ template: { id, variables }, text: 'As the client reads it', lastIncomingAt: longAgo() }),
      );

    it('are sent outside the window', async () => {
      if (suite.harness.replyWindow) await suite.harness.replyWindow.close();
      const { id, values } = partOf(suite.harness.templates).approved;
      expect(await send(id, values)).toMatchObject({ kind: 'sent', externalId: something });
    });

    it('that the messenger does not know are refused in a sentence', async () => {
      expect(await send('no-such-template', {})).toMatchObject({ kind: 'refused', failure: aFailure });
    });
  });
}
