import { type ApiUnderTest, startApi } from './api-under-test';

interface FileBody extends Record<string, unknown> {
  id: string;
  url: string;
}

describe('files', () => {
  let api: ApiUnderTest;
  let token: string;

  beforeAll(async () => {
    api = await startApi({ name: 'files' });
    token = (await api.addUser()).token;
  });
  afterAll(() => api.end());

  function form(content: string | Uint8Array<ArrayBuffer>, type: string, fileName: string): FormData {
    const data = new FormData();
    data.append('file', new Blob([content], { type }), fileName);
    return data;
  }
  const upload = (
    content: string | Uint8Array<ArrayBuffer>,
    type = 'image/png',
    fileName = 'photo.png',
    headers = {},
  ) => api.call<FileBody>('POST', '/api/files', { token, body: form(content, type, fileName), headers });

  it('are stored as they are, whatever their name', async () => {
    const fileName = 'Grüße "aus" Köln 👋.png';
    const { status, body } = await upload('content', 'image/png', fileName);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      fileName,
      mediaType: 'image/png',
      size: 7,
      url: expect.any(String),
    });
    const served = await api.call<string>('GET', body.url);
    expect([served.status, served.body, served.headers.get('content-type')]).toEqual([200, 'content', 'image/png']);
    expect(served.headers.get('content-disposition')).toMatch(/^inline; /);
    expect(served.headers.get('content-disposition')).toContain(encodeURIComponent('Grüße'));
  });

  it('keep nothing of the folders in their names', async () => {
    expect((await upload('x', 'image/png', '../../etc/passwd')).body.fileName).toBe('passwd');
  });

  it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript', 'application/x-unknown'])(
    'of the type %s are only ever saved, never shown',
    async (type) => {
      const { body } = await upload('<script>alert(1)</script>', type, 'page.html');
      const { headers } = await api.call('GET', body.url);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment; /);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    },
  );

  it.each([
    ['letter.docx', '', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['letter.doc', 'application/msword', 'application/msword'],
    ['card.vcf', 'text/x-vcard', 'text/vcard'],
    ['memo.3gp', 'application/octet-stream', 'video/3gpp'],
  ])(
    'such as %s are served as what they are, so that a messenger takes them, and only to be saved',
    async (name, said, type) => {
      const { body } = await upload('content', said, name);
      expect(body.mediaType).toBe(type);
      const { headers } = await api.call('GET', body.url);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('content-disposition')).toMatch(/^attachment; /);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('are refused by their names when there is nothing in them', async () => {
    const answer = await upload('', 'image/png', 'nothing.png');
    expect(answer.body).toMatchObject({
      ...{ status: 400, code: 'invalid_request' },
      errors: { file: 'nothing.png is empty. Choose a file with something in it.' },
    });
  });

  it.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=20-', 416, '', 'bytes */10'],
    ['bytes=0-1,4-5', 200, '0123456789', null],
    ['nonsense', 200, '0123456789', null],
  ])('are given in parts: %s', async (range, status, content, contentRange) => {
    const { body } = await upload('0123456789', 'video/mp4', 'clip.mp4');
    const answer = await api.call<string>('GET', body.url, { headers: { range } });
    expect([answer.status, answer.body, answer.headers.get('content-range')]).toEqual([status, content, contentRange]);
  });

  it('open with their signed address and no other', async () => {
    const [mine, other] = [(await upload('mine')).body, (await upload('other')).body];
    const tokenOf = (url: string) => url.split('token=')[1];
    const late = api.installation.sign('file', mine.id, new Date(Date.now() - 1));
    for (const path of [
      `/files/${mine.id}`,
      `/files/${mine.id}?token=`,
      `/files/${mine.id}?token=${tokenOf(other.url)}`,
      `/files/${mine.id}?token=${late}`,
      `/files/${mine.id}?token=${api.installation.sign('another purpose', mine.id)}`,
    ]) {
      expect((await api.call('GET', path)).body).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });

  it('are gone when they were removed', async () => {
    const { body } = await upload('short-lived');
    await api.storage.files.remove(body.id);
    expect((await api.call('GET', body.url)).status).toBe(404);
  });

  it('are stored once for one Idempotency-Key', async () => {
    const [first, second] = [
      await upload('same', 'image/png', 'a.png', { 'idempotency-key': 'upload' }),
      await upload('same', 'image/png', 'a.png', { 'idempotency-key': 'upload' }),
    ];
    expect(second.body).toEqual(first.body);
    const other = await upload('different', 'image/png', 'a.png', { 'idempotency-key': 'upload' });
    expect(other.body.code).toBe('idempotency_key_reused');
  });

  it.each([
    ['a form without a file', new FormData(), 400],
    ['JSON', { file: 'x' }, 415],
    ['a broken form', Buffer.from('--x\r\nnonsense'), 400],
  ])('are not made of %s', async (what, body, status) => {
    const headers = what === 'a broken form' ? { 'content-type': 'multipart/form-data; boundary=x' } : {};
    const answer = await api.call('POST', '/api/files', { token, body, headers: headers as Record<string, string> });
    expect([answer.status, typeof answer.body.detail]).toEqual([status, 'string']);
  });

  it('are refused in words when they are larger than 50 MB', async () => {
    const answer = await upload(new Uint8Array(50 * 1_048_576 + 1), 'video/mp4', 'long.mp4');
    expect(answer.body).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      detail: 'A file may have at most 50 MB.',
    });
  });
});
