import type { Page } from 'playwright-core';

/** Nothing stands out over the edge of the screen, and nothing that can be pressed or filled in is cut off by an edge in between. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, screen, cutOff } = await page.evaluate(() => {
    const scrollsSideways = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const edges = (control: Element) => {
      const above: Element[] = [];
      for (let one = control.parentElement; one !== null && !scrollsSideways(one); one = one.parentElement)
        above.push(one);
      return above
        .filter((one) => getComputedStyle(one).overflowX !== 'visible')
        .map((one) => one.getBoundingClientRect());
    };
    const isCutOff = (control: Element) => {
      const { left, right } = control.getBoundingClientRect();
      const sides = [{ left: 0, right: document.documentElement.clientWidth }, ...edges(control)];
      return sides.some((side) => left < side.left - 1 || right > side.right + 1);
    };
    const controls = [...document.querySelectorAll('button, a[href], input, select, textarea')];
    return {
      content: document.documentElement.scrollWidth,
      screen: document.documentElement.clientWidth,
      cutOff: controls
        .filter((control) => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .filter((control) => control.getBoundingClientRect().width > 1 && isCutOff(control))
        .map((control) => control.getAttribute('aria-label') ?? control.textContent),
    };
  });
  expect(content).toBeLessThanOrEqual(screen);
  expect(cutOff).toEqual([]);
}
