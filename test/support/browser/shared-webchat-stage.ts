import type { Parley } from '../parley';
import { startWebchatStage, type WebchatStage } from './webchat-stage';

/** Where all parts of a test file play: whoever imports this has it begun before the tests and ended after them. */
export let stage: WebchatStage;
export let parley: Parley;

beforeAll(async () => {
  stage = await startWebchatStage();
  ({ parley } = stage);
});

afterAll(() => stage.close());
