import type { Page } from 'playwright-core';

/** Lets the page have a sixth of the processor, as on the oldest machine of a contact centre. */
export async function slowDown(page: Page, times = 6): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}
