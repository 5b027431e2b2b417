export { channelPollingWorkflow } from './channel-polling/channel-polling';
export { chatWorkflow } from './chat/chat';
