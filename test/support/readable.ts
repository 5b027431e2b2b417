/** Anything that Temporal keeps as operations can read it: payloads stand in it in base64. */
export function readable(kept: unknown): string {
  const text = JSON.stringify(kept);
  const payloads = [...text.matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString(),
  );
  return [text, ...payloads].join('\n');
}
