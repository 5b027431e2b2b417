import type { Page } from 'playwright-core';

/**
 * Leaves the page one in so many parts of the processor, as on the oldest machine of a contact centre, until what it returns is called. The
 * browser burns the rest meanwhile, also while nothing happens: for a short while, and not for a whole file.
 */
export async function slowDown(page: Page, times = 6): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
  return async () => {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await session.detach();
  };
}
