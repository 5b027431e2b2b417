import { type AnswerLimits, acceptOf, goApart, whyUnfit } from '../../console/conversation/answer-limits';

const megabyte = 1_048_576;
const limits: AnswerLimits = {
  maxTextLength: 1_600,
  files: [
    {
      mediaTypes: ['image/jpeg', 'image/jpg'],
      extensions: ['.jpg', '.jpeg'],
      maxBytes: 5 * megabyte,
      maxCaptionLength: 10,
      refusal: null,
    },
    {
      mediaTypes: ['application/pdf'],
      extensions: ['.pdf'],
      maxBytes: 16 * megabyte,
      maxCaptionLength: 0,
      refusal: null,
    },
    {
      mediaTypes: ['image/gif'],
      extensions: ['.gif'],
      maxBytes: 0,
      maxCaptionLength: 0,
      refusal: { code: 'no', reason: 'No GIF.' },
    },
  ],
  otherFiles: { maxBytes: 0, maxCaptionLength: 0, refusal: { code: 'file_type_refused', reason: 'Only some kinds.' } },
};
const open: AnswerLimits = {
  maxTextLength: 100,
  files: [],
  otherFiles: { maxBytes: 50, maxCaptionLength: 5, refusal: null },
};
const file = (fileName: string, mediaType: string, size = 1) => ({ fileName, mediaType, size });

test.each([
  ['of a kind that is taken', limits, file('a.jpg', 'image/jpeg'), null],
  ['called otherwise by the browser', limits, file('a.jpg', 'image/jpg; q=1'), null],
  ['of which the browser says nothing, by its ending', limits, file('A.PDF', ''), null],
  ['of just the size', limits, file('a.jpg', 'image/jpeg', 5 * megabyte), null],
  [
    'that is larger',
    limits,
    file('a.jpg', 'image/jpeg', 5 * megabyte + 1),
    { kind: 'too_big', fileName: 'a.jpg', mostBytes: 5 * megabyte },
  ],
  [
    'of a kind that is refused',
    limits,
    file('a.gif', 'image/gif'),
    { kind: 'refused', fileName: 'a.gif', reason: 'No GIF.' },
  ],
  [
    'of any other kind',
    limits,
    file('a.txt', 'text/plain'),
    { kind: 'refused', fileName: 'a.txt', reason: 'Only some kinds.' },
  ],
  [
    'whose ending says something else than the browser',
    limits,
    file('a.pdf', 'text/plain'),
    { kind: 'refused', fileName: 'a.pdf', reason: 'Only some kinds.' },
  ],
  ['with nothing in it', limits, file('a.jpg', 'image/jpeg', 0), { kind: 'empty', fileName: 'a.jpg' }],
  ['of any kind where all are taken', open, file('a.txt', 'text/plain', 50), null],
  ['before anything is known', null, file('a.txt', 'text/plain', 50 * megabyte), null],
  [
    'larger than the service takes',
    null,
    file('a.txt', '', 50 * megabyte + 1),
    { kind: 'too_big', fileName: 'a.txt', mostBytes: 50 * megabyte },
  ],
])('a file %s is judged when it is chosen', (_which, known, chosen, unfit) => {
  expect(whyUnfit(known, chosen)).toEqual(unfit);
});

test('the file picker offers what is taken, and everything where all is', () => {
  expect(acceptOf(limits)).toBe('.jpg,.jpeg,image/jpeg,image/jpg,.pdf,application/pdf');
  expect([acceptOf(open), acceptOf(null)]).toEqual([undefined, undefined]);
});

test('text and files go apart where the messenger has no caption, or a shorter one', () => {
  expect(goApart(limits, 'Here', [file('a.jpg', 'image/jpeg')])).toBe(false);
  expect(goApart(limits, 'Here it is, Vera', [file('a.jpg', 'image/jpeg')])).toBe(true);
  expect(goApart(limits, 'Here', [file('a.pdf', 'application/pdf')])).toBe(true);
  expect([
    goApart(limits, '', [file('a.pdf', '')]),
    goApart(limits, 'Here', []),
    goApart(null, 'Here', [file('a', '')]),
  ]).toEqual([false, false, false]);
});
