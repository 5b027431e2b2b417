import { presetNames, presetProcess } from '../../domain/presets';
import { shippedProcesses } from '../../workflows/chat-actions/shipped';

test('the preset action is named as its process is, in every language', () => {
  expect(shippedProcesses.find(({ name }) => name === presetProcess)?.title).toEqual(presetNames.action);
});
