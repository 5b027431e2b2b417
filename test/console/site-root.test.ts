import { readAnswer, siteRootIn } from '../../console/app/site-root';

test.each([
  ['/console', ''],
  ['/console/inbox/a-chat', ''],
  ['/0/console', '/0'],
  ['/0/console/', '/0'],
  ['/a/b/console/administration/settings', '/a/b'],
  ['/consoles', ''],
  ['/', ''],
])('at %s the installation begins at %p', (pathname, root) => {
  expect(siteRootIn(pathname)).toBe(root);
});

test('addresses of files are found below the installation’s root, and nothing else of an answer is touched', () => {
  const answer = {
    photoUrl: '/files/a?token=b',
    attachments: [{ url: '/files/c', previewUrl: '/files/d' }, { url: null }],
    login: { url: 'https://facebook.example/dialog' },
    link: '/api/cases/1',
    text: '/files/none',
  };
  expect(readAnswer(JSON.stringify(answer), '')).toEqual(answer);
  expect(readAnswer(JSON.stringify(answer), '/0')).toEqual({
    ...answer,
    photoUrl: '/0/files/a?token=b',
    attachments: [{ url: '/0/files/c', previewUrl: '/0/files/d' }, { url: null }],
  });
});
