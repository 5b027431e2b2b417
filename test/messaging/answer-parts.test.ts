import type { OutgoingLimits } from '../../channels/contract';
import { facebookLimits } from '../../channels/facebook/limits';
import { telegramLimits } from '../../channels/telegram/limits';
import { whatsAppLimits } from '../../channels/whatsapp/limits';
import { Problem } from '../../domain/problem';
import { checkLimits } from '../../messaging/answer-limits';
import { partsOf } from '../../messaging/answer-parts';
import { limitsTold } from '../../messaging/limits-told';

const file = (mediaType: string, size = 1_000, fileName = 'a file') => ({ id: fileName, fileName, mediaType, size });
const jpeg = file('image/jpeg');
const pdf = file('application/pdf');
const megabyte = 1024 * 1024;

/** What goes out, a line a message. */
function goesOut(outgoing: OutgoingLimits, texts: string[], files: ReturnType<typeof file>[] = []): string[] {
  return partsOf(outgoing, { texts, files }).map(({ text, files: own }) =>
    [text.length > 20 ? String(text.length) : text, ...own.map(({ mediaType }) => mediaType)]
      .filter(Boolean)
      .join(' + '),
  );
}

describe('an answer goes out', () => {
  test.each<[string, OutgoingLimits, string[], ReturnType<typeof file>[], string[]]>([
    ['to Facebook: the text, then the file', facebookLimits, ['Here'], [jpeg], ['Here', 'image/jpeg']],
    ['to Facebook: a file alone', facebookLimits, [''], [jpeg], ['image/jpeg']],
    ['to WhatsApp: a picture with its caption', whatsAppLimits, ['Here'], [jpeg], ['Here + image/jpeg']],
    ['to WhatsApp: a film with its caption', whatsAppLimits, ['Here'], [file('video/mp4')], ['Here + video/mp4']],
    ['to WhatsApp: the text, then the document', whatsAppLimits, ['Here'], [pdf], ['Here', 'application/pdf']],
    ['to WhatsApp: the text, then the sound', whatsAppLimits, ['Here'], [file('audio/ogg')], ['Here', 'audio/ogg']],
    ['to WhatsApp: the text, then the contact', whatsAppLimits, ['Here'], [file('text/vcard')], ['Here', 'text/vcard']],
    ['to WhatsApp: the text, then the sticker', whatsAppLimits, ['Here'], [file('image/webp')], ['Here', 'image/webp']],
    ['to WhatsApp: spaces are no text', whatsAppLimits, [' \n'], [pdf], ['application/pdf']],
    [
      'to WhatsApp: what is too long below a picture',
      whatsAppLimits,
      ['x'.repeat(1_025)],
      [jpeg],
      ['1025', 'image/jpeg'],
    ],
    [
      'to Telegram: a caption of just the length',
      telegramLimits,
      ['x'.repeat(1_024)],
      [pdf],
      ['1024 + application/pdf'],
    ],
    [
      'to Telegram: what is too long below a file',
      telegramLimits,
      ['x'.repeat(1_025)],
      [pdf],
      ['1025', 'application/pdf'],
    ],
    ['in several texts, and the file last', telegramLimits, ['one', 'two'], [pdf], ['one', 'two', 'application/pdf']],
    ['as a text alone', facebookLimits, ['Hello'], [], ['Hello']],
  ])('%s', (_what, outgoing, texts, files, messages) => {
    expect(goesOut(outgoing, texts, files)).toEqual(messages);
  });

  test('with several files below one text as the narrowest of them allows', () => {
    const outgoing = { maxCaptionLength: (mediaType: string) => (mediaType === 'image/jpeg' ? 10 : 0) };
    expect(partsOf(outgoing, { texts: ['Both'], files: [jpeg, jpeg] })).toEqual([
      { text: 'Both', files: [jpeg, jpeg] },
    ]);
    expect(partsOf(outgoing, { texts: ['Both'], files: [jpeg, pdf] })).toEqual([
      { text: 'Both', files: [] },
      { text: '', files: [jpeg, pdf] },
    ]);
  });
});

describe('before anything is stored', () => {
  const answer = {
    id: '1',
    chatId: '1',
    author: { id: '1', name: 'Olga' },
    text: '',
    files: [] as ReturnType<typeof file>[],
  };
  const whatsApp = { title: 'WhatsApp', outgoing: whatsAppLimits };
  const facebook = { title: 'Facebook', outgoing: facebookLimits };

  function refusal(
    provider: typeof whatsApp | typeof facebook,
    given: Partial<typeof answer> & { furtherTexts?: string[] },
  ) {
    try {
      checkLimits(provider, { ...answer, ...given });
    } catch (error) {
      if (error instanceof Problem) return error.errors;
      throw error;
    }
    return null;
  }

  test.each<[string, Parameters<typeof refusal>, string, RegExp]>([
    ['nothing', [whatsApp, {}], 'text', /needs a text or a file/],
    ['an empty file', [whatsApp, { files: [file('image/png', 0, 'a.png')] }], 'attachments', /^a\.png is empty/],
    [
      'a picture over 5 MB',
      [whatsApp, { files: [file('image/png', 5 * megabyte + 1, 'a.png')] }],
      'attachments',
      /^a\.png is too big: WhatsApp takes at most 5 MB of this kind\.$/,
    ],
    [
      'a document over 16 MB',
      [whatsApp, { files: [file('application/pdf', 16 * megabyte + 1)] }],
      'attachments',
      /at most 16 MB of this kind/,
    ],
    ['a kind that is not taken', [whatsApp, { files: [file('text/plain')] }], 'attachments', /DOCX, PPTX or XLSX/],
    [
      'a text that is too long',
      [facebook, { text: 'x'.repeat(2_001) }],
      'text',
      /^Facebook takes at most 2000 characters in a message; this text has 2001\. Send it as several\.$/,
    ],
    [
      'a text that is too long, beside a file',
      [facebook, { text: 'x'.repeat(2_001), files: [jpeg] }],
      'text',
      /at most 2000 characters/,
    ],
    [
      'the second of several texts that is too long',
      [facebook, { text: 'first', furtherTexts: ['x'.repeat(2_001)] }],
      'furtherTexts.0',
      /at most 2000 characters/,
    ],
    [
      'an empty one among several texts',
      [facebook, { text: 'first', furtherTexts: [' '] }],
      'furtherTexts.0',
      /needs a text/,
    ],
    ['further texts without a first', [facebook, { furtherTexts: ['second'] }], 'furtherTexts.0', /needs a text/],
  ])('%s is refused, and it is said what is taken', (_what, given, field, reason) => {
    expect(refusal(...given)).toEqual({ [field]: expect.stringMatching(reason) });
  });

  test.each<[string, Parameters<typeof refusal>]>([
    ['a text and a file that go out apart', [facebook, { text: 'x'.repeat(2_000), files: [jpeg] }]],
    ['a picture of just 5 MB', [whatsApp, { files: [file('image/jpeg', 5 * megabyte)] }]],
    ['a document of just 16 MB', [whatsApp, { text: 'Here', files: [file('application/pdf', 16 * megabyte)] }]],
    ['a text longer than a caption', [whatsApp, { text: 'x'.repeat(1_600), files: [jpeg] }]],
    ['several texts', [facebook, { text: 'x'.repeat(2_000), furtherTexts: ['y'.repeat(2_000)], files: [jpeg] }]],
  ])('%s is taken', (_what, given) => {
    expect(refusal(...given)).toBeNull();
  });
});

describe('the limits that are told', () => {
  const told = (outgoing: OutgoingLimits) => limitsTold(outgoing, { maxFileBytes: 50 * megabyte });

  test('name what WhatsApp takes, what of it has captions, and why nothing else goes', () => {
    const { maxTextLength, files, otherFiles } = told(whatsAppLimits);
    const by = (extension: string) => files.find(({ extensions }) => extensions.includes(extension));
    expect(maxTextLength).toBe(1_600);
    expect(files.flatMap(({ extensions }) => extensions)).toEqual(
      expect.arrayContaining([
        ...['.jpg', '.jpeg', '.png', '.webp', '.mp3', '.ogg', '.amr', '.aac', '.3gp', '.pdf', '.doc', '.docx'],
        ...['.pptx', '.xlsx', '.mp4', '.vcf'],
      ]),
    );
    expect(by('.png')).toMatchObject({ maxBytes: 5 * megabyte, maxCaptionLength: 1_024, refusal: null });
    expect(by('.webp')).toMatchObject({ maxBytes: 5 * megabyte, maxCaptionLength: 0 });
    expect(by('.docx')).toMatchObject({ maxBytes: 16 * megabyte, maxCaptionLength: 0 });
    expect(by('.gif')).toBeUndefined();
    expect(otherFiles).toMatchObject({ maxBytes: 0, refusal: { reason: expect.stringMatching(/of another type\.$/) } });
  });

  test('are one line where all kinds are alike', () => {
    expect(told(telegramLimits)).toEqual({
      maxTextLength: 4_096,
      files: [],
      otherFiles: { maxBytes: 50 * megabyte, maxCaptionLength: 1_024, refusal: null },
    });
  });

  test('are never more than the service itself takes', () => {
    expect(limitsTold(telegramLimits, { maxFileBytes: 1_000 }).otherFiles.maxBytes).toBe(1_000);
  });
});
