import type { Page } from 'playwright-core';
import type { Tab } from '../../support/browser/browser';
import { createAccount, statusSwitch } from '../../support/browser/console-pages';
import { parley, stage } from '../../support/browser/shared-stage';

/** Leaves a trace where any page of Parley would see it. */
const script = `try { localStorage.setItem('betrayed', 'yes') } catch {} document.title = 'betrayed'`;
const html = `<!doctype html><title>harmless</title><img src=x onerror="${script}"><script>${script}</script>`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`;
const xhtml = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>${script}</script></html>`;

interface Hostile {
  what: string;
  fileName: string;
  mediaType: string;
  content: string | Uint8Array<ArrayBuffer>;
  /** Shown by browsers, as a type that cannot have scripts; all else is only to be saved. */
  shownAs?: string;
}

const files: Hostile[] = [
  { what: 'a page', fileName: 'page.html', mediaType: 'text/html', content: html },
  { what: 'a page with a charset', fileName: 'page.htm', mediaType: 'TEXT/HTML; charset=utf-7', content: html },
  { what: 'a picture with a script', fileName: 'logo.svg', mediaType: 'image/svg+xml', content: svg },
  { what: 'XHTML', fileName: 'page.xhtml', mediaType: 'application/xhtml+xml', content: xhtml },
  { what: 'XML that is XHTML', fileName: 'feed.xml', mediaType: 'text/xml', content: xhtml },
  { what: 'a script', fileName: 'run.js', mediaType: 'text/javascript', content: script },
  { what: 'text that looks like a page', fileName: 'notes.txt', mediaType: 'text/plain', content: html },
  { what: 'a page of no type', fileName: 'page', mediaType: '', content: html },
  { what: 'a page in parts', fileName: 'page.mht', mediaType: 'multipart/related', content: html },
  {
    ...{ what: 'a page called a document', fileName: 'invoice.pdf', mediaType: 'application/pdf', content: html },
    shownAs: 'application/pdf',
  },
  {
    ...{ what: 'a page called a picture', fileName: 'photo.png', mediaType: 'image/png', content: html },
    shownAs: 'image/png',
  },
  {
    ...{ what: 'a page called a sound', fileName: 'voice.ogg', mediaType: 'audio/ogg', content: html },
    shownAs: 'audio/ogg',
  },
];

/** Stored by the interface, as any operator's or client's file is. */
async function address({ fileName, mediaType, content }: Hostile): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([content], { type: mediaType }), fileName);
  return (await parley.admin.ok<{ url: string }>('POST', '/api/files', form)).url;
}

const absolute = (url: string) => new URL(url, parley.base).href;

/** Somebody signed in at the console: what a script in our origin would be after. */
async function consoleTab(): Promise<Tab> {
  const tab = await stage.openAt(await createAccount(parley, { name: 'Olga Operator' }), '');
  await statusSwitch(tab.page).waitFor();
  return tab;
}

async function expectUnharmed(page: Page): Promise<void> {
  expect(await page.evaluate(() => [localStorage.getItem('betrayed'), document.title])).toEqual([
    null,
    expect.stringContaining('Parley'),
  ]);
}

test.each(files)('$what is served as nothing that could run', async (file) => {
  const response = await fetch(absolute(await address(file)));
  const disposition = response.headers.get('content-disposition') ?? '';
  expect({
    type: response.headers.get('content-type'),
    disposition: disposition.split(';')[0],
    sniffing: response.headers.get('x-content-type-options'),
    policy: response.headers.get('content-security-policy'),
  }).toEqual({
    type: file.shownAs ?? 'application/octet-stream',
    disposition: file.shownAs === undefined ? 'attachment' : 'inline',
    sniffing: 'nosniff',
    policy: "sandbox; default-src 'none'",
  });
  expect(disposition).toContain(file.fileName);
});

test.each(files)('$what runs nothing in our origin when its address is opened', async (file) => {
  const tab = await consoleTab();
  const { page } = tab;
  const url = absolute(await address(file));
  const opened = await page.context().newPage();
  // Headless shells have no viewer of PDFs.
  const isShown = await page.evaluate((type) => type !== 'application/pdf' || navigator.pdfViewerEnabled, file.shownAs);
  if (file.shownAs === undefined || !isShown) {
    const [saved] = await Promise.all([
      opened.waitForEvent('download'),
      expect(opened.goto(url)).rejects.toThrow('Download is starting'),
    ]);
    expect(saved.suggestedFilename()).toBe(file.fileName);
  } else {
    expect((await opened.goto(url))?.status()).toBe(200);
    expect(await opened.title()).not.toBe('betrayed');
    // Around a PDF the browser puts a page of its own.
    if (file.shownAs !== 'application/pdf') expect(await opened.evaluate(() => window.origin)).toBe('null');
  }
  await expectUnharmed(page);
  await tab.close();
});

test('no file is taken for a script, a worker or a style of our pages', async () => {
  const tab = await consoleTab();
  tab.expectFault(/MIME type|Content Security Policy|TrustedScriptURL|module script|Refused/);
  const { page } = tab;
  for (const mediaType of ['text/javascript', 'image/png', 'text/css']) {
    const url = absolute(await address({ what: '', fileName: 'run.js', mediaType, content: script }));
    const outcome = await page.evaluate(
      (from) =>
        Promise.all([
          import(from).then(
            () => 'ran',
            () => 'refused',
          ),
          navigator.serviceWorker.register(from).then(
            () => 'ran',
            () => 'refused',
          ),
          new Promise((resolve) => {
            const link = document.createElement('link');
            link.rel = 'stylesheet';
            link.onload = () => resolve('ran');
            link.onerror = () => resolve('refused');
            link.href = from;
            document.head.append(link);
          }),
        ]),
      url,
    );
    expect([mediaType, outcome]).toEqual([mediaType, ['refused', 'refused', 'refused']]);
  }
  await expectUnharmed(page);
  await tab.close();
});

test.each([
  ['quotes', 'a "b" c.txt', 'a "b" c.txt'],
  ['an end of a header', 'a\r\nSet-Cookie: x=1\r\n\r\n<script>.txt', /^a.*Set-Cookie.*\.txt$/],
  ['a direction that hides its end', 'photo_\u202Egnp.exe', 'photo_gnp.exe'],
  ['marks of direction', '\u2066in\u2069vo\u200Fice\u061C.pdf.exe', 'invoice.pdf.exe'],
  ['folders', '..\\..\\evil/../run.bat', 'run.bat'],
  ['letters of other scripts', 'счёт № 5 – 請求書.txt', 'счёт № 5 – 請求書.txt'],
])('a name with %s is told as it is, with nothing in it that deceives or breaks out', async (_what, fileName, told) => {
  const form = new FormData();
  form.append('file', new Blob(['x'], { type: 'text/plain' }), fileName);
  const stored = await parley.admin.ok<{ url: string; fileName: string }>('POST', '/api/files', form);
  const response = await fetch(absolute(stored.url));
  const disposition = response.headers.get('content-disposition') ?? '';
  expect([response.headers.get('set-cookie'), response.headers.get('content-type')]).toEqual([
    null,
    'application/octet-stream',
  ]);
  expect(disposition).toMatch(/^attachment; filename[\x20-\x7e]*$/);
  expect(stored.fileName).toEqual(told instanceof RegExp ? expect.stringMatching(told) : told);
  const tab = await stage.browser.openTab();
  const saved = tab.page.waitForEvent('download');
  await tab.page.goto(absolute(stored.url)).catch(() => null);
  const name = (await saved).suggestedFilename();
  // What no file can be called is replaced by the browser.
  if (!/["<:\r]/.test(fileName)) expect(name).toBe(told);
  expect(name).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200f\u061c]/);
  await tab.close();
});
