export { channelPollingWorkflow } from './channel-polling/channel-polling';
export { chatWorkflow } from './chat/chat';
export * from './chat-actions/registry';
export { processRunnerWorkflow } from './chat-actions/runner';
