import { answeredTrouble } from '../../channels/facebook/errors';

const answered = (status: number, code: number, more: object = {}, headers: Record<string, string> = {}) =>
  answeredTrouble(status, new Headers(headers), { error: { message: '(#1) As Facebook says', code, ...more } });

describe('an error of the Graph API', () => {
  test.each([
    [10, 2018278, 'outside_window', /24 hours/],
    [10, 2018065, 'outside_window', /24 hours/],
    [10, 2018300, 'conversation_elsewhere', /Take it over/],
    [10, 2018108, 'client_unavailable', /Wait until he writes/],
    [551, undefined, 'client_unavailable', /blocked the page.*Wait until he writes/],
    [551, 1545041, 'client_unavailable', /blocked the page.*Wait until he writes/],
    [200, 1545041, 'client_unavailable', /blocked the page/],
    [200, 2018028, 'app_not_reviewed', /App Review/],
    [200, 2018027, 'app_not_reviewed', /App Review/],
    [100, 2018001, 'client_not_found', /no such conversation/],
    [100, 2018109, 'file_too_big', /25 MB.*smaller/],
    [100, 2018047, 'file_refused', /another format/],
    [100, 2018294, 'file_refused', /another format/],
    [100, 33, 'page_not_found', /does not find this page/],
    [803, undefined, 'page_not_found', /does not find this page/],
    [368, undefined, 'page_blocked', /support inbox/],
    [613, 1893016, 'client_overwhelmed', /too many messages.*Wait until he writes/],
    [3, undefined, 'permission_missing', /lacks a permission/],
    [10, undefined, 'permission_missing', /lacks a permission/],
    [230, undefined, 'permission_missing', /lacks a permission/],
    [100, undefined, 'refused_by_facebook', /error 100\): .*As Facebook says/],
    [6000, 7, 'refused_by_facebook', /error 6000\/7\)/],
  ])('%s/%s is a refusal: %s', (code, subcode, word, reason) => {
    const more = subcode === undefined ? {} : { error_subcode: subcode };
    const failure = { code: word, reason: expect.stringMatching(reason) };
    expect(answered(400, code, more)).toEqual({ kind: 'refused', failure });
    expect(answered(403, code, more)).toEqual({ kind: 'refused', failure });
  });

  test.each([4, 17, 32, 341, 613, 80006])('%i asks for patience, and was not done', (code) => {
    expect(answered(400, code)).toEqual({ kind: 'rate_limited', afterMs: null });
    expect(answered(429, code, {}, { 'retry-after': '7' })).toEqual({ kind: 'rate_limited', afterMs: 7_000 });
  });

  test('1200 was not done, and is worth asking again', () => {
    expect(answered(400, 1200)).toEqual({ kind: 'turned_away', status: 400 });
  });

  test.each([
    [400, 1, { error_subcode: 1357046 }],
    [400, 1, { error_subcode: 99 }],
    [400, 1, {}],
    [400, 2, {}],
    [403, 2, {}],
    [400, 6000, { is_transient: true }],
    [500, 1200, {}],
    [503, 613, {}],
    [500, 100, { error_subcode: 2018001 }],
  ])('with status %i, code %i and %j may have been done', (status, code, more) => {
    expect(answered(status, code, more)).toEqual({ kind: 'failing', what: `error ${code}` });
  });

  test.each([190, 102, 104])('%i says that the login or the app’s secret counts no longer', (code) => {
    expect(answered(401, code)).toMatchObject({ kind: 'unauthorized', reason: expect.stringMatching(/\.$/) });
  });
});
