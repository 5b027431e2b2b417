import type { Threads } from '../../channels/contract';
import { aSentence, type ProviderSuite, partOf } from './provider-suite';

const moves = ['handBack', 'takeOver'] as const satisfies Array<keyof Threads>;

/** Who has a conversation in hand (domain 6.3). */
export function describeThreads(suite: ProviderSuite): void {
  suite.describePart('threads', 'threads', () => {
    const move = (how: keyof Threads) =>
      partOf(suite.provider.threads)[how](suite.harness.channel, suite.harness.clientId);

    it.each(moves)('%s: is done or asked for', async (how) => {
      const outcome = await move(how);
      expect([{ kind: 'done' }, { kind: 'requested', detail: aSentence }]).toContainEqual(outcome);
    });

    it.each(moves)('%s: is refused in a sentence', async (how) => {
      await partOf(suite.harness.threads).refuse(how);
      const outcome = await move(how);
      expect(outcome).toEqual({ kind: 'refused', reason: aSentence });
      suite.expectNoSecret(outcome);
    });

    it.each(moves)('%s: says that the messenger is away', async (how) => {
      await partOf(suite.harness.threads).goAway();
      const outcome = await move(how);
      expect(outcome).toEqual({ kind: 'unreachable', reason: aSentence });
      suite.expectNoSecret(outcome);
    });
  });
}
