import { migrations } from '../../storage/migrations/registry';

test('migrations are numbered from 1 without gaps, in the order in which they run, and each says what it brings about', () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  expect(new Set(migrations.map(({ title }) => title)).size).toBe(migrations.length);
});
