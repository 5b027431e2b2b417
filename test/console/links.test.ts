import { linkPieces } from '../../pages/links';

/** The addresses that a text shows as links, and where they lead when that is not what stands there. */
const linksOf = (text: string) =>
  linkPieces(text).flatMap(
    ({ text: shown, href }): Array<string | [string, string]> =>
      href === null ? [] : href === shown ? [shown] : [[shown, href]],
  );

test.each<[string, Array<string | [string, string]>]>([
  ['See https://a.example/b?c=d#e.', ['https://a.example/b?c=d#e']],
  ['javascript:alert(1) data:text/html,x file:///etc/passwd ftp://a.example //b.example', []],
  ['https:// www. @ a@b', []],
  ['<a href="https://a.example/">x</a>', ['https://a.example/']],
  ['http://localhost:3000/x and http://192.168.0.1:8080/x', ['http://localhost:3000/x', 'http://192.168.0.1:8080/x']],
  ['https://a.example/x\nhttps://b.example/y', ['https://a.example/x', 'https://b.example/y']],
  ['https://a.example/?u=https://b.example/c', ['https://a.example/?u=https://b.example/c']],
  ['https://t.me/@name', ['https://t.me/@name']],
  ['https://maps.example/@50.45,30.52,15z', ['https://maps.example/@50.45,30.52,15z']],
  ['https://a.example/a,b;c--d/~u/#!/e*f', ['https://a.example/a,b;c--d/~u/#!/e*f']],
  ['HTTPS://A.example/B', [['HTTPS://A.example/B', 'https://a.example/B']]],
  ['url=https://a.example/x', ['https://a.example/x']],
  // A name in front of an @ is no host, however much it looks like one.
  ['https://bank.example@evil.example/', [['https://bank.example', 'https://bank.example/']]],
])('web addresses: %j', (text, links) => {
  expect(linksOf(text)).toEqual(links);
});

test.each([
  ...['“%”', '„%“', '«%»', '‹%›', '‘%’', '"%"', "'%'", '`%`', '”%”', '「%」', '״%״'],
  ...['(%)', '[%]', '{%}', '（%）', '【%】', '<%>', '(see %).', '*%*', '_%_', '~%~', '**%**'],
  ...[
    '%.',
    '%,',
    '%!',
    '%?',
    '%;',
    '%:',
    '%…',
    '%?!',
    '%。',
    '%、',
    '%،',
    '%؟',
    '% —',
    '%—',
    '👉%👍',
    '👩‍👧️%',
    '请看%，谢谢',
    'см.%',
  ],
  ...['\u2066%\u2069', '\u200f%\u200f', '\u00ad%\u200b', '\u00a0%\u00a0', '|%|', 'text\t%\r\nmore'],
])('what stands around an address is no part of it: %j', (around) => {
  const within = (address: string) => linksOf(around.replace('%', address));
  expect(within('https://a.example/b')).toEqual(['https://a.example/b']);
  expect(within('https://a.example/b_(c)')).toEqual(['https://a.example/b_(c)']);
  expect(within('www.a.example/b')).toEqual([['www.a.example/b', 'https://www.a.example/b']]);
  expect(within('https://a.example/')).toEqual(['https://a.example/']);
});

test.each(['Curtain_(disambiguation)', 'A_(b_(c))', 'Ключ_(значения)', 'a[1]', 'x?y[]=1&z={a}'])(
  'the brackets of an address itself stay in it: %s',
  (path) => {
    const address = `https://wiki.example/${path}`;
    for (const text of [address, `(${address})`, `See ${address}.`])
      expect(linkPieces(text).find(({ href }) => href !== null)?.text).toBe(address);
  },
);

test.each<[string, Array<[string, string]>]>([
  ['www.example.com', [['www.example.com', 'https://www.example.com/']]],
  ['WWW.Example.museum/a', [['WWW.Example.museum/a', 'https://www.example.museum/a']]],
  [
    'example.com, пример.рф/путь',
    [
      ['example.com', 'https://example.com/'],
      ['пример.рф/путь', 'https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C'],
    ],
  ],
  ['I see.It is here.My friend. To.Be or no.', []],
  ['readme.md invoice.pdf run.sh 1.2.3.4 т.д. и т.п.', []],
])('addresses without https://: %j', (text, links) => {
  expect(linksOf(text)).toEqual(links);
});

test.each([
  ...[
    '%',
    '%.',
    '%!',
    '%, too',
    '(%)',
    '<%>',
    '“%”',
    '«%»',
    '"%"',
    'mail:%',
    'Почта:%;',
    'Email: %',
    '👉%',
    '\u200f%\u200f',
    '请写%。',
    'mailto:%',
  ],
])('mail addresses: %j', (around) => {
  for (const address of ['vera@mail.example', 'first.last+tag@sub.mail.example']) {
    const [link, ...more] = linkPieces(around.replace('%', address)).filter(({ href }) => href !== null);
    expect(link).toEqual({
      text: around.startsWith('mailto:') ? `mailto:${address}` : address,
      href: `mailto:${address}`,
    });
    expect(more).toEqual([]);
  }
});

test('nothing of the text is taken away', () => {
  const text = 'Hi! “https://a.example/x”, vera@mail.example: (www.b.example) 👉https://c.example👈 — end *d*';
  expect(
    linkPieces(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

test.each([
  ...[
    'a',
    '@',
    'a.',
    'a@',
    'www.',
    'http://',
    'https://a/(',
    'https://a.b/"',
    '<',
    '.com',
    'a@b.com ',
    'x-',
    '://',
    '*',
    '_ ',
    '=',
  ],
  ...[
    '😀https://',
    'é',
    '。',
    'mail:',
    '\u200b',
    'a@a.a.a.a.',
    'http://a.b.c.d.e.f.',
    `https://x.example/${'('.repeat(50)}`,
  ],
])('addresses are looked for in a time that grows with the text, of %j over and over, too', (unit) => {
  const text = unit.repeat(Math.ceil(100_000 / unit.length));
  expect(
    linkPieces(text)
      .map((piece) => piece.text)
      .join(''),
  ).toHaveLength(text.length);
});
