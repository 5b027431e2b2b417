import { text as readText } from 'node:stream/consumers';
import { aFailure, aSentence, type ProviderSuite, partOf } from './provider-suite';

/** What is fetched from the messenger: profiles and files (domain 1.6, 2.5). */
export function describeLoading(suite: ProviderSuite): void {
  suite.describePart('profiles', 'profiles', () => {
    const profileOf = (clientId: string) => suite.provider.readProfile?.(suite.harness.channel, clientId);

    it('are read', async () => {
      expect(await profileOf(suite.harness.clientId)).toMatchObject(partOf(suite.harness.profiles).expected);
    });

    it('are empty for a client whom nobody knows', async () => {
      expect(await profileOf('nobody')).toEqual({});
    });

    it('are empty when the messenger fails', async () => {
      await partOf(suite.harness.profiles).fail();
      expect(await profileOf(suite.harness.clientId)).toEqual({});
    });
  });

  const load = (reference: string) => suite.provider.loadAttachment(suite.harness.channel, reference);

  describe('attachment loader', () => {
    it('refuses a reference that is none', async () => {
      for (const reference of ['no-such-file', '', '../../etc/passwd', '\u0000', 'file:///etc/passwd']) {
        const outcome = await load(reference);
        expect({ reference, outcome }).toEqual({ reference, outcome: { kind: 'refused', failure: aFailure } });
        suite.expectNoSecret(outcome);
      }
    });
  });

  suite.describePart('attachments', 'attachments', () => {
    it('are loaded', async () => {
      const { reference, content } = await partOf(suite.harness.attachments).good();
      const outcome = await load(reference);
      if (outcome.kind !== 'loaded') throw new Error(`It was not loaded: ${JSON.stringify(outcome)}`);
      expect(await readText(outcome.content)).toBe(content.toString());
    });

    it('that are lost for good are refused in a sentence', async () => {
      const outcome = await load(await partOf(suite.harness.attachments).lost());
      expect(outcome).toEqual({ kind: 'refused', failure: aFailure });
      suite.expectNoSecret(outcome);
    });

    it('that cannot be had now are left for later', async () => {
      const outcome = await load(await partOf(suite.harness.attachments).later());
      expect(outcome).toMatchObject({ kind: 'later', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    it('that break off before their end are no whole files: the reader is told', async () => {
      const outcome = await load(await partOf(suite.harness.attachments).broken());
      if (outcome.kind === 'later') return;
      if (outcome.kind !== 'loaded') throw new Error(`It was given up: ${JSON.stringify(outcome)}`);
      await expect(readText(outcome.content)).rejects.toThrow();
    });
  });
}
