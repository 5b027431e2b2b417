import type { ActivityDeps } from '../index';
import { createDossierSteps } from './dossiers';
import { createNotify } from './notify';
import { createPostWebhook } from './post-webhook';
import { createRunnerActivities } from './runner';

/** The steps that processes are made of (domain 5.2). */
function createChatActionSteps(deps: ActivityDeps) {
  return { ...createDossierSteps(deps), notify: createNotify(deps), postWebhook: createPostWebhook(deps) };
}

/** All that chat actions have done for them. */
export function createChatActionActivities(deps: ActivityDeps) {
  return { ...createRunnerActivities(deps), ...createChatActionSteps(deps) };
}

export type ChatActionSteps = ReturnType<typeof createChatActionSteps>;
export type RunnerActivities = ReturnType<typeof createRunnerActivities>;
