import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { sampleFiles } from '../support/sample-files';
import { type FacebookBench, setUpFacebook } from './facebook-bench';

let bench: FacebookBench;

beforeEach(async () => {
  bench = await setUpFacebook();
});

afterEach(() => bench.standIn.stop());

const load = (reference: string) => bench.provider.loadAttachment(bench.channel, reference);

const failure = (code: string) => ({
  kind: 'refused',
  failure: { code, reason: expect.stringMatching(/^.{20,}\.$/) },
});

describe('a file that a client sent', () => {
  it('is loaded without any token', async () => {
    const reference = bench.standIn.app.fileUrl(bench.client.sendFile(sampleFiles.text).files[0]);
    const outcome = await load(reference);
    if (outcome.kind !== 'loaded') throw new Error(JSON.stringify(outcome));
    expect(outcome.mediaType).toMatch(/^text\/plain/);
    expect(await readText(outcome.content)).toBe(sampleFiles.text.bytes.toString());
  });

  it('cannot be had any more when its address has expired', async () => {
    const [file] = bench.client.sendFile(sampleFiles.text).files;
    if (file) file.isExpired = true;
    expect(await load(bench.standIn.app.fileUrl(file))).toEqual(failure('file_gone'));
  });

  it('is asked for again while Facebook is away', async () => {
    const reference = bench.standIn.app.fileUrl(bench.client.sendFile(sampleFiles.text).files[0]);
    await bench.standIn.goDown();
    expect(await load(reference)).toMatchObject({ kind: 'later' });
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://localhost:1/x',
    'https://10.0.0.1/x',
    'http://cdn.fbsbx.com/x.jpg',
    'https://cdn.fbsbx.com:8443/x.jpg',
    'https://fbcdn.net.evil.example/x.jpg',
    'https://evilfbcdn.net/x.jpg',
    'https://user:pass@evil.example/fbcdn.net',
    'file:///etc/passwd',
    'data:text/plain,x',
    '',
  ])('is not fetched from elsewhere: %s', async (reference) => {
    expect(await load(reference)).toEqual(failure('file_unknown'));
  });
});

describe('a file whose address leads on', () => {
  let server: Server;
  let asked = 0;
  let target = '';

  beforeEach(async () => {
    asked = 0;
    server = createServer((_, response) => {
      asked += 1;
      response.end('from inside');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`;
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('is not followed to where Facebook keeps no files', async () => {
    expect(await load(bench.standIn.app.redirect(target))).toEqual(failure('file_unknown'));
    expect(asked).toBe(0);
  });

  it('is followed within Facebook, and not for ever', async () => {
    const { app } = bench.standIn;
    const reference = app.fileUrl(bench.client.sendFile(sampleFiles.text).files[0]);
    expect(await load(app.redirect(reference))).toMatchObject({ kind: 'loaded' });
    let far = reference;
    for (let hops = 0; hops < 6; hops += 1) far = app.redirect(far);
    expect(await load(far)).toEqual(failure('file_unknown'));
  });
});
