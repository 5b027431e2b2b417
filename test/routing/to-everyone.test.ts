import { everyone } from '../../routing/contract';
import { toEveryone } from '../../routing/to-everyone';
import { describeRoutingRule, reading, routingRequest } from '../contracts/routing-rule-contract';

describeRoutingRule('ToEveryone', toEveryone);

test('the chat is shown to all with room, now or later, without reading who they are', async () => {
  const operators = reading([]);
  const choice = await toEveryone.getOperatorIds(routingRequest(operators.of));
  expect(choice).toBe(everyone);
  expect(operators.read).toBe(0);
});
