import { aSentence, type ProviderSuite, partOf, something } from './provider-suite';

/** How a channel comes to be: registration, credentials, confirmation (domain 1.2, 7.1). */
export function describeRegistration(suite: ProviderSuite): void {
  describe('registration', () => {
    it('finds source and name of a channel', async () => {
      const outcome = await suite.provider.register(suite.harness.channel.settings);
      expect(outcome).toMatchObject({ kind: 'registered', source: something, name: something });
    });

    it('finds the same source when the settings it gave are registered again', async () => {
      const first = await suite.provider.register(suite.harness.channel.settings);
      const second = await suite.provider.register(first.kind === 'registered' ? first.settings : {});
      expect(second).toEqual(first);
    });
  });

  suite.describePart('credentials', 'credentials', () => {
    it('are refused in a sentence when the messenger refuses them', async () => {
      const outcome = await suite.provider.register(await partOf(suite.harness.credentials).refused());
      expect(outcome).toEqual({ kind: 'refused', reason: aSentence });
    });

    it('are refused in a sentence when they are missing', async () => {
      expect(await suite.provider.register({})).toEqual({ kind: 'refused', reason: aSentence });
    });

    it('lead to the same source when the messenger is away', async () => {
      const registered = await suite.provider.register(suite.harness.channel.settings);
      await partOf(suite.harness.credentials).goAway();
      const outcome = await suite.provider.register(suite.harness.channel.settings);
      const source = registered.kind === 'registered' ? registered.source : undefined;
      expect(outcome).toMatchObject({ kind: 'unreachable', source, reason: aSentence });
      suite.expectNoSecret(outcome);
    });
  });

  suite.describePart('connecting', 'connection', () => {
    const site = { webhooksUrl: 'https://parley.example/webhooks/code' };

    it('verifies the channel, or waits for the messenger to tell', async () => {
      const channel = await partOf(suite.harness.connecting).unverified();
      const outcome = await suite.provider.connect?.(channel, site);
      expect(outcome).toEqual({ kind: expect.stringMatching(/^(verified|pending)$/), detail: aSentence });
    });

    it('says in a sentence what the messenger refuses', async () => {
      const channel = await partOf(suite.harness.connecting).refused();
      const outcome = await suite.provider.connect?.(channel, site);
      expect(outcome).toEqual({ kind: 'refused', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    it('says that the messenger is away', async () => {
      const channel = await partOf(suite.harness.connecting).unverified();
      await partOf(suite.harness.connecting).goAway();
      const outcome = await suite.provider.connect?.(channel, site);
      expect(outcome).toEqual({ kind: 'unreachable', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    it('does not stumble over an installation without a public address', async () => {
      const channel = await partOf(suite.harness.connecting).unverified();
      const outcome = await suite.provider.connect?.(channel, { webhooksUrl: null });
      expect(outcome?.kind).toMatch(/^(verified|pending|refused)$/);
    });
  });
}
