import { compareAddresses } from '../../channels/shared/webhook-address';

const ours = 'https://chat.example.com/webhooks/whatsapp';
const below = 'https://chat.example.com/0/webhooks/whatsapp';

test.each([
  [ours, ours],
  ['https://CHAT.Example.com/webhooks/whatsapp', ours],
  ['https://chat.example.com./webhooks/whatsapp', ours],
  ['https://chat.example.com:443/webhooks/whatsapp', ours],
  ['http://chat.example.com/webhooks/whatsapp', ours],
  ['https://chat.example.com/webhooks/whatsapp/', ours],
  ['https://chat.example.com/Webhooks/WhatsApp', ours],
  [' https://chat.example.com/webhooks/whatsapp ', ours],
  ['https://chat.example.com/webhooks/whatsapp#rc=5&rp=all', ours],
  ['https://chat.example.com/webhooks/whatsapp?bot=1', ours],
  ['https://user:word@chat.example.com/webhooks/whatsapp', ours],
  ['https://chat.example.com/0/webhooks/whatsapp', below],
  // The service answers at its root as well as below the path of SiteUrl.
  ['https://chat.example.com/webhooks/whatsapp', below],
  ['https://xn--bcher-kva.example/webhooks/whatsapp', 'https://bücher.example/webhooks/whatsapp'],
  ['http://127.0.0.1:3000/webhooks/whatsapp', 'http://127.0.0.1:3000/webhooks/whatsapp'],
])('%s is ours where ours is %s', (told, site) => {
  expect(compareAddresses(told, site)).toMatchObject({ isOurs: true });
});

test.each([
  ['https://other.example/webhooks/whatsapp', ours, 'other.example'],
  ['https://chat.example.com.other.example/webhooks/whatsapp', ours, 'chat.example.com.other.example'],
  ['https://chat.example.com:8443/webhooks/whatsapp', ours, 'chat.example.com:8443'],
  ['http://127.0.0.1:3001/webhooks/whatsapp', 'http://127.0.0.1:3000/webhooks/whatsapp', '127.0.0.1:3001'],
  ['https://chat.example.com/webhooks/facebook', ours, 'chat.example.com/webhooks/facebook'],
  ['https://chat.example.com/1/webhooks/whatsapp', below, 'chat.example.com/1/webhooks/whatsapp'],
  ['https://chat.example.com/webhooks/whatsapp/status', ours, 'chat.example.com/webhooks/whatsapp/status'],
])('%s is another one where ours is %s, and is called %s', (told, site, name) => {
  expect(compareAddresses(told, site)).toEqual({ isOurs: false, name });
});

test.each(['', 'none', 'ftp://chat.example.com/webhooks/whatsapp'])('“%s” is no address', (told) => {
  expect(compareAddresses(told, ours)).toBeNull();
});
