import { createFakeMessenger } from '../fake-messenger';
import type { Parley } from '../parley';
import { type Stage, startStage } from './stage';

/** A messenger beside the built-in ones. */
export const messenger = createFakeMessenger();

/** Where all parts of a test file play: whoever imports this has it begun before the tests and ended after them. */
export let stage: Stage;
export let parley: Parley;

beforeAll(async () => {
  stage = await startStage({ providers: [messenger.provider] });
  ({ parley } = stage);
});

afterAll(() => stage.close());
