import type { ApiChat, ApiClient } from '../support/api-client';
import { type Named, Visitor } from '../support/builders';
import type { Parley } from '../support/parley';

/** Who wrote, how many hours ago it began, and what was said in turn, the client first. */
const told: Array<[name: string, hoursAgo: number, ...said: string[]]> = [
  [
    'Sofia Rossi',
    3,
    'My parcel is late. Can you look where it is?',
    'It is with the courier, and comes today before six.',
  ],
  [
    'Daniel Okafor',
    5,
    'The zip of my sleeping bag is stuck.',
    'A little soap on the teeth helps. If not, we repair it.',
  ],
  ['Emma Lindgren', 22, 'Can I change the address of order 20533?', 'Done: it goes to Storgatan 4 now.'],
  ['Lucas Moreau', 26, 'Is the parcel insured?', 'Every parcel is, up to 500 euros.'],
  ['Aiko Tanaka', 30, 'Do the boots run small?', 'A little. Most people take half a size more.'],
  ['Peter Novotný', 47, 'The invoice has the wrong name.', 'I have sent you a corrected one.'],
  ['Grace Mbeki', 52, 'Which stove works at minus 20?', 'The Polar 2, with winter gas.'],
  [
    'Noah Schmidt',
    75,
    'Where do I find the return label?',
    'In the parcel, under the invoice. I have also sent it by e-mail.',
  ],
  ['Isabella Costa', 98, 'The parcel came damaged 😟', 'I am sorry! A new one leaves today.'],
  ['Oliver Hughes', 120, 'Can I pick up in your shop?', 'Gladly, from ten to seven.'],
];

/** What was written before this morning, completed long since. */
export async function earlierChats(
  parley: Parley,
  {
    shop,
    operators,
    chatOnce,
    age,
  }: {
    shop: Named;
    operators: ApiClient[];
    chatOnce: (channelId: string, name: string, fits?: (chat: ApiChat) => boolean) => Promise<ApiChat>;
    age: (chatId: string, minutes: number) => Promise<void>;
  },
): Promise<void> {
  for (const [index, [name, hoursAgo, first, answer]] of [...told].reverse().entries()) {
    const operator = operators[index % operators.length] as ApiClient;
    const visitor = await Visitor.arrive(parley, shop.id, name);
    await visitor.write(first ?? '');
    await operator.setStatus('active');
    const { id } = await chatOnce(shop.id, name, ({ status }) => status === 'offered');
    await operator.accept(id);
    await operator.say(id, answer ?? '');
    await visitor.write('Thank you!');
    await operator.close(id);
    await operator.setStatus('inactive');
    await age(id, hoursAgo * 60);
  }
}
