import type { TestBrowser } from '../support/browser/browser';

/** What somebody would photograph: the joint of a tent pole, on grass. Drawn here, so that the pictures are ours. */
const drawing = `
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" width="640" height="420">
    <defs>
      <linearGradient id="grass" x1="0" y1="0" x2="0.4" y2="1">
        <stop offset="0" stop-color="#7ba05b"/><stop offset="1" stop-color="#47652f"/>
      </linearGradient>
      <linearGradient id="pole" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#f6c26b"/><stop offset="0.5" stop-color="#d98a2b"/><stop offset="1" stop-color="#8d5312"/>
      </linearGradient>
      <linearGradient id="metal" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#f2f4f6"/><stop offset="0.5" stop-color="#a9b2ba"/><stop offset="1" stop-color="#616b74"/>
      </linearGradient>
    </defs>
    <rect width="640" height="420" fill="url(#grass)"/>
    <g stroke="#3c5a26" stroke-width="3" opacity="0.45">
      <path d="M40 420q10-70 30-110M120 420q-5-80 15-150M210 420q20-60 10-130M330 420q-15-60 10-120M430 420q15-80 0-140M540 420q-10-70 20-130M610 420q0-60-20-90"/>
    </g>
    <g transform="rotate(-14 320 210)">
      <rect x="-40" y="188" width="330" height="34" rx="6" fill="url(#pole)"/>
      <path d="M290 188l14 6-6 8 12 6-8 6 6 8h-18z" fill="#5d350b"/>
      <rect x="214" y="180" width="60" height="50" rx="7" fill="url(#metal)"/>
    </g>
    <g transform="rotate(-3 420 230)">
      <rect x="352" y="212" width="360" height="34" rx="6" fill="url(#pole)"/>
      <path d="M352 212l-14 8 8 6-10 6 8 6-4 8h12z" fill="#5d350b"/>
      <rect x="420" y="204" width="60" height="50" rx="7" fill="url(#metal)"/>
    </g>
  </svg>`;

export async function brokenPole(browser: TestBrowser): Promise<Buffer> {
  const { page, close } = await browser.openTab({ width: 640, height: 420 });
  await page.setContent(`<style>body{margin:0}</style>${drawing}`);
  const photo = await page.screenshot({ type: 'jpeg', quality: 80 });
  await close();
  return photo;
}
