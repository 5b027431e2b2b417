import { languages } from '../../domain/languages';
import { routingRules } from '../../routing/registry';

test('every rule has a code and a title of its own', () => {
  expect(new Set(routingRules.map(({ code }) => code)).size).toBe(routingRules.length);
  for (const language of languages)
    expect(new Set(routingRules.map(({ title }) => title[language])).size).toBe(routingRules.length);
});

test('the two rules of the trade are there', () => {
  expect(routingRules.map(({ code }) => code)).toEqual(expect.arrayContaining(['ToEveryone', 'ToMostFree']));
});
