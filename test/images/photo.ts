import type { TestBrowser } from '../support/browser/browser';

/** What somebody would photograph: the joint of a tent pole, on grass. Drawn here, so that the pictures are ours. */
const drawing = `
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" width="640" height="420">
    <rect width="640" height="420" fill="#6d9150"/>
    <g stroke="#587a3f" stroke-width="4" fill="none">
      <path d="M40 420q10-70 30-110M120 420q-5-80 15-150M210 420q20-60 10-130M330 420q-15-60 10-120M430 420q15-80 0-140M540 420q-10-70 20-130M610 420q0-60-20-90"/>
    </g>
    <g transform="rotate(-14 320 210)">
      <rect x="-40" y="188" width="330" height="34" rx="6" fill="#d98a2b"/>
      <path d="M290 188l14 6-6 8 12 6-8 6 6 8h-18z" fill="#5d350b"/>
      <rect x="214" y="180" width="60" height="50" rx="7" fill="#aab3ba"/>
    </g>
    <g transform="rotate(-3 420 230)">
      <rect x="352" y="212" width="360" height="34" rx="6" fill="#d98a2b"/>
      <path d="M352 212l-14 8 8 6-10 6 8 6-4 8h12z" fill="#5d350b"/>
      <rect x="420" y="204" width="60" height="50" rx="7" fill="#aab3ba"/>
    </g>
  </svg>`;

export async function brokenPole(browser: TestBrowser): Promise<Buffer> {
  const { page, close } = await browser.openTab({ width: 640, height: 420 });
  await page.setContent(`<style>body{margin:0}</style>${drawing}`);
  const photo = await page.screenshot({ type: 'jpeg', quality: 95 });
  await close();
  return photo;
}
