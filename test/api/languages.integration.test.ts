import { createTelegramProvider } from '../../channels/telegram/provider';
import { createWebchatProvider } from '../../channels/webchat/provider';
import { startTelegramStandIn, type TelegramStandIn } from '../support/telegram/telegram-stand-in';
import { type ApiUnderTest, type Call, startApi } from './api-under-test';

interface Told {
  code: string;
  title: string;
  detail: string;
  errors?: Record<string, string>;
}

describe('the language of problems', () => {
  let api: ApiUnderTest;
  let telegram: TelegramStandIn;
  let token: string;

  beforeAll(async () => {
    telegram = await startTelegramStandIn();
    const providers = [createTelegramProvider({ apiRoot: telegram.root }), createWebchatProvider()];
    api = await startApi({ name: 'languages', providers });
    ({ token } = await api.addUser(['Administrator', 'CanManageChats']));
    await api.call('POST', '/api/roles', { token, body: { name: 'Sales' } });
  });
  afterAll(async () => {
    await api.end();
    await telegram.stop();
  });

  async function told(language: string | null, method: string, path: string, given: Call = {}) {
    const headers = { ...given.headers, 'Accept-Language': language ?? '' };
    const { body, headers: answered } = await api.call<Told>(method, path, { ...given, headers });
    expect(answered.get('vary')).toContain('Accept-Language');
    return { ...body, language: answered.get('content-language') };
  }

  it.each([
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['de,ru;q=0.5,en;q=0.1', 'ru'],
    ['en-GB,en;q=0.9,ru;q=0.8', 'en'],
    ['ru;q=0, *', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    ['', 'en'],
    ['ru;q=0', 'en'],
    ['x-,;;q', 'en'],
  ])('for a caller who asks for "%s" is %s', async (asked, language) => {
    const { detail, ...answer } = await told(asked, 'GET', '/api/queues/none', { token });
    expect(answer).toMatchObject({ language, code: 'not_found' });
    expect(detail).toBe(language === 'ru' ? 'Такой очереди нет.' : 'There is no such queue.');
  });

  it.each<[string, () => [string, string, Call?], Partial<Told>, Partial<Told>]>([
    [
      'of fields',
      () => ['POST', '/api/roles', { token, body: { name: 'x'.repeat(1_000), colour: 'red' } }],
      {
        code: 'invalid_request',
        errors: { name: 'must have at most 200 characters', colour: 'is not known here: leave it out' },
      },
      {
        code: 'invalid_request',
        title: 'Неверный запрос',
        detail: 'name: не больше 200 символов; colour: такого поля здесь нет: уберите его.',
        errors: { name: 'не больше 200 символов', colour: 'такого поля здесь нет: уберите его' },
      },
    ],
    [
      'of a name that is taken',
      () => ['POST', '/api/roles', { token, body: { name: 'Sales' } }],
      { code: 'name_taken', title: 'Name taken', detail: 'There is a role Sales already.' },
      { code: 'name_taken', title: 'Название занято', detail: 'Роль «Sales» уже есть.' },
    ],
    [
      'of a login that is wrong',
      () => ['POST', '/api/login', { body: { login: 'nobody', password: 'not-it' } }],
      { code: 'unauthenticated', detail: 'The login or the password is wrong.' },
      { code: 'unauthenticated', title: 'Вход не выполнен', detail: 'Неверный логин или пароль.' },
    ],
    [
      'of a token that is none',
      () => ['GET', '/api/users/me', { token: 'none' }],
      { code: 'unauthenticated', detail: 'The token is not valid, or has run out. Sign in again.' },
      { code: 'unauthenticated', detail: 'Токен недействителен или истёк. Войдите снова.' },
    ],
    [
      'of an address that is unknown',
      () => ['GET', '/api/no.%20Such place'],
      { code: 'not_found', detail: 'There is no /api/no.%20Such%20place here. /api/docs shows what there is.' },
      { code: 'not_found', detail: 'Адреса /api/no.%20Such%20place здесь нет. Какие есть, показывает /api/docs.' },
    ],
    [
      'of a method that is unknown',
      () => ['DELETE', '/api/login'],
      { code: 'method_not_allowed', detail: 'Here only POST, OPTIONS can be used.' },
      {
        code: 'method_not_allowed',
        title: 'Метод не поддерживается',
        detail: 'Здесь можно использовать только POST, OPTIONS.',
      },
    ],
    [
      'of a body that is no JSON',
      () => ['POST', '/api/roles', { token, body: '{"name":' }],
      { code: 'invalid_request', errors: { body: 'must be valid JSON' } },
      {
        code: 'invalid_request',
        detail: 'Тело — не правильный объект JSON.',
        errors: { body: 'нужен правильный JSON' },
      },
    ],
    [
      'of a token that Telegram refuses',
      () => [
        'POST',
        '/api/channels',
        { token, body: { provider: 'telegram', settings: { token: '123456789:AAF_not_known' } } },
      ],
      {
        code: 'credentials_refused',
        detail: expect.stringMatching(/^Telegram does not know this token\. Copy it again/),
      },
      {
        code: 'credentials_refused',
        detail: expect.stringMatching(/^Telegram не знает этот токен\. Скопируйте его заново/),
      },
    ],
    [
      'of a setting of a messenger',
      () => ['POST', '/api/channels', { token, body: { provider: 'telegram', settings: { token: 'none' } } }],
      { errors: { 'settings.token': expect.stringMatching(/^This is no bot token/) } },
      { errors: { 'settings.token': expect.stringMatching(/^Это не токен бота/) } },
    ],
    [
      'of the chat on a site, to a visitor',
      () => ['POST', '/webhooks/webchat/none/visitors', { body: {} }],
      { code: 'not_found', detail: 'There is no such chat, or it is not open at the moment.' },
      { code: 'not_found', detail: 'Такого чата нет, или он сейчас закрыт.' },
    ],
  ])('%s is English or Russian', async (_what, call, english, russian) => {
    expect(await told('en', ...call())).toMatchObject({ ...english, language: 'en' });
    expect(await told('de', ...call())).toMatchObject({ ...english, language: 'en' });
    expect(await told('ru', ...call())).toMatchObject({ ...russian, language: 'ru' });
  });

  it('is that of a channel’s health too', async () => {
    await api.call('POST', '/api/channels', { token, body: { provider: 'webchat' } });
    const healthIn = async (language: string) => {
      const headers = { 'Accept-Language': language };
      const { body } = await api.call<{ items: object[] }>('GET', '/api/channels', { token, headers });
      return body.items;
    };
    expect(await healthIn('de')).toMatchObject([
      { health: { detail: expect.stringMatching(/^The channel is not active/) } },
    ]);
    expect(await healthIn('ru')).toMatchObject([{ health: { detail: expect.stringMatching(/^Канал отключён/) } }]);
  });

  it('is that of a login at Facebook that failed too, for the page to which the browser comes back', async () => {
    const headers = { 'Accept-Language': 'ru' };
    const answer = await api.call('GET', '/api/facebook/callback', { headers });
    const place = new URL(answer.headers.get('location') ?? '', api.root);
    expect(place.searchParams.get('error')).toBe(
      'Этот вход начат не здесь, уже использован или истёк. Начните заново.',
    );
  });

  it('leaves answers that are no problem alone', async () => {
    const { headers } = await api.call('GET', '/api/roles', { token, headers: { 'Accept-Language': 'ru' } });
    expect(headers.get('content-language')).toBeNull();
  });
});
