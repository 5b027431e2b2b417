import { type Office, startOffice } from './office';

/** Where all parts of a test file play: whoever imports this has it begun before the tests and ended after them. */
export let office: Office;

beforeAll(async () => {
  office = await startOffice();
});

afterAll(() => office.close());
