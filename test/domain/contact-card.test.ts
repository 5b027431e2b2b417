import { readContactCards } from '../../domain/contact-card';

const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

describe('an address book’s card', () => {
  test.each<[string, string, object]>([
    [
      'of WhatsApp',
      card(
        'VERSION:3.0',
        'N:Doe;John;;;',
        'FN:John Doe',
        'item1.TEL;waid=491511234:+49 151 1234',
        'item1.X-ABLabel:Mobile',
      ),
      { name: 'John Doe', phones: ['+49 151 1234'], emails: [], phoneNumber: '+49 151 1234' },
    ],
    [
      'with several numbers and addresses',
      card(
        'FN:Ann',
        'TEL;TYPE=CELL,VOICE:+1 555',
        'TEL;TYPE="work,voice";VALUE=uri:tel:+1-666',
        'EMAIL;TYPE=INTERNET:ann@a.example',
        'EMAIL:MAILTO:b@a.example',
      ),
      { name: 'Ann', phones: ['+1 555', '+1-666'], emails: ['ann@a.example', 'b@a.example'], phoneNumber: '+1 555' },
    ],
    [
      'of version 2.1, with letters written as numbers over several lines',
      card('VERSION:2.1', 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=D0=', '=BD=D0=B0', 'TEL;CELL:123'),
      { name: 'Анна', phones: ['123'], emails: [], phoneNumber: '123' },
    ],
    [
      'with a long line that goes on in the next',
      card('FN:Maximil', ' ian Long', 'TEL:1'),
      { name: 'Maximilian Long', phones: ['1'], emails: [], phoneNumber: '1' },
    ],
    [
      'with the parts of a name only',
      card('N:Lee;Ann;Mary;Dr.;PhD', 'TEL:1'),
      { name: 'Dr. Ann Mary Lee PhD', phones: ['1'], emails: [], phoneNumber: '1' },
    ],
    [
      'of a firm',
      card('N:;;;;', 'ORG:Bells \\& Co\\, Ltd;Sales', 'TEL:1'),
      { name: 'Bells & Co, Ltd Sales', phones: ['1'], emails: [], phoneNumber: '1' },
    ],
    ['without a name', card('TEL:1'), { name: '1', phones: ['1'], emails: [], phoneNumber: '1' }],
  ])('%s tells name, numbers and addresses', (_, written, contact) => {
    expect(readContactCards(written)).toEqual([contact]);
  });

  test('may come with others in one file', () => {
    expect(readContactCards(card('FN:Ann', 'TEL:1') + card('FN:Bo', 'TEL:2')).map(({ name }) => name)).toEqual([
      'Ann',
      'Bo',
    ]);
  });

  test.each([
    ['nothing', ''],
    ['no card', 'Hello: there'],
    ['a card that does not end', 'BEGIN:VCARD\nFN:Ann'],
    ['an empty card', card('VERSION:3.0')],
  ])('that is %s tells nothing', (_, written) => {
    expect(readContactCards(written)).toEqual([]);
  });

  test.each([
    'TEL:1\n'.repeat(100_000),
    `TEL;${'a;'.repeat(100_000)}`,
    `FN;"${'"a'.repeat(50_000)}`,
    `BEGIN:VCARD\nFN:${'a\\'.repeat(100_000)}\nEND:VCARD`,
  ])('is read in a time that grows with its length (%#)', (written) => {
    expect(readContactCards(written).length).toBeLessThan(2);
  });
});
