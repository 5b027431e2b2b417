import type { Migration } from './contract';
import { overRows } from './over-rows';

/** When earlier channels were connected was not kept: those that are were so no later than they were looked at first, after they were added. */
export const connectedAtOfChannels: Migration = {
  number: 3,
  title: 'channels know since when they are connected',
  step: overRows([
    {
      collection: 'channels',
      change({ verified, connectedAt, createdAt }) {
        const isKnown = connectedAt !== undefined && (connectedAt !== null || verified !== true);
        if (isKnown) return null;
        return { from: { verified }, set: { connectedAt: verified === true ? createdAt : null } };
      },
    },
  ]),
};
