import { fileNameIn } from '../../channels/shared/content-disposition';

const asBytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

test.each([
  ['inline; filename="invoice.pdf"', 'invoice.pdf'],
  ['attachment; filename=prices.xlsx', 'prices.xlsx'],
  ['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
  ["inline; filename*=utf-8''%C3%BCber.png", 'über.png'],
  ["inline; filename=plain.png; filename*=UTF-8'de'%C3%BCber.png", 'über.png'],
  ["inline; filename=plain.png; filename*=UTF-8''%zz", 'plain.png'],
  [asBytes('inline; filename="счёт № 7.pdf"'), 'счёт № 7.pdf'],
  ['inline; filename="caf\xe9.pdf"', 'café.pdf'],
  ['inline; filename=""', null],
  ['inline', null],
  [null, null],
])('the file’s name in %s is %s', (header, name) => {
  expect(fileNameIn(header)).toBe(name);
});
