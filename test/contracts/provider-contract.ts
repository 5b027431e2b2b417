import { z } from 'zod';
import { describeConverter } from './provider-converter-contract';
import type { Part, ProviderHarness } from './provider-harness';
import { describeLoading } from './provider-loading-contract';
import { describePolling } from './provider-polling-contract';
import { describeRegistration } from './provider-registration-contract';
import { describeRoutes } from './provider-routes-contract';
import { describeSender } from './provider-sender-contract';
import { aSentence, createProviderSuite, type ProviderSuite } from './provider-suite';
import { describeThreads } from './provider-threads-contract';
import { describeWindow } from './provider-window-contract';

interface Options {
  /** Parts that this provider has not, each with the reason. */
  without?: Partial<Record<Part, string>>;
}

/** What every provider keeps to (domain 10), run against its messenger's stand-in. */
export function describeProvider(
  name: string,
  makeHarness: () => Promise<ProviderHarness>,
  { without = {} }: Options = {},
): void {
  describe(`${name} meets the provider contract:`, () => {
    const suite = createProviderSuite(makeHarness, without);
    describeItself(suite);
    describeRegistration(suite);
    describeConverter(suite);
    describeLoading(suite);
    describeSender(suite);
    describeWindow(suite);
    describeThreads(suite);
    describePolling(suite);
    describeRoutes(suite);
  });
}

function describeItself(suite: ProviderSuite): void {
  describe('description', () => {
    it('has a code that is good in addresses, and a title', () => {
      expect(suite.provider.code).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(suite.provider.title).not.toBe('');
    });

    it('describes its settings so that a form can be made of them, with the secrets marked', () => {
      const { properties = {} } = z.toJSONSchema(suite.provider.settingsSchema, { io: 'input' });
      const secrets = Object.entries(properties).filter(
        ([, field]) => typeof field === 'object' && field.secret === true,
      );
      expect(secrets.map(([field]) => field)).toEqual(suite.harness.secretSettings);
    });

    it('takes the settings of the channel', () => {
      expect(suite.provider.settingsSchema.safeParse(suite.harness.channel.settings).success).toBe(true);
    });

    it('has limits that can be kept', () => {
      const { outgoing } = suite.provider;
      expect(outgoing.maxTextLength).toBeGreaterThan(0);
      expect(outgoing.maxAttachments).toBeGreaterThanOrEqual(0);
      for (const mediaType of ['image/png', 'application/x-odd', '']) {
        const limit = outgoing.maxAttachmentBytes(mediaType);
        if (typeof limit === 'object') expect(limit.refused).toEqual(aSentence);
        else expect(limit).toBeGreaterThan(0);
        const { maxCaptionLength: caption } = outgoing;
        expect(typeof caption === 'number' ? caption : caption(mediaType)).toBeGreaterThanOrEqual(0);
      }
    });

    it('is without what its suite leaves out', () => {
      const { provider, without } = suite;
      const hasNot = (part: Part) => part in without;
      expect({
        poll: provider.poll === undefined,
        routes: (provider.routes ?? []).length === 0,
        profiles: provider.readProfile === undefined,
        findSent: provider.findSent === undefined,
        replyWindow: provider.replyWindow === undefined,
        templates: provider.listTemplates === undefined,
        connecting: provider.connect === undefined,
        threads: provider.threads === undefined,
      }).toEqual({
        poll: hasNot('polling') && hasNot('safetyNet'),
        routes: hasNot('routes'),
        profiles: hasNot('profiles'),
        findSent: hasNot('findSent'),
        replyWindow: hasNot('replyWindow'),
        templates: hasNot('templates'),
        connecting: hasNot('connecting'),
        threads: hasNot('threads'),
      });
    });

    it('polls in one manner only, and says why it goes without the rest', () => {
      const { without } = suite;
      if (!('polling' in without)) expect(without).toHaveProperty('safetyNet');
      for (const reason of Object.values(without)) expect(reason).toMatch(/\w{2,} /);
    });
  });
}
