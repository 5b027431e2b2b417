import { toMostFree } from '../../routing/to-most-free';
import { describeRoutingRule, freeOperator, reading, routingRequest } from '../contracts/routing-rule-contract';

describeRoutingRule('ToMostFree', toMostFree);

test('the first of the free operators is offered the chat, and no other is read', async () => {
  const operators = reading([freeOperator(7), freeOperator(3), freeOperator(5)]);
  const choice = await toMostFree.getOperatorIds(routingRequest(operators.of));
  expect(choice).toEqual(['operator-7']);
  expect(operators.read).toBe(1);
});
