import type { TestBrowser } from './browser';

/** A third of a second of a changing colour, as a browser records it: a true WebM. */
export async function recordedVideo(browser: TestBrowser): Promise<Buffer> {
  const tab = await browser.openTab();
  const bytes = await tab.page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 160;
    canvas.height = 120;
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let frame = 0; frame < 20; frame += 1) {
      if (context) {
        context.fillStyle = `hsl(${frame * 18} 60% 50%)`;
        context.fillRect(0, 0, 160, 120);
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  await tab.close();
  return Buffer.from(bytes);
}
