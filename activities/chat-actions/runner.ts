import { endOf, failedWith, type ProcessEnd } from '../../domain/process';
import type { ProcessEnding } from '../../workflows/chat-actions/messages';
import type { ActivityDeps } from '../index';

/** What the runner of a process has done for it. */
export function createRunnerActivities({ processes }: Pick<ActivityDeps, 'processes'>) {
  return {
    /** What is to be executed; null when there is nothing to execute any more. */
    prepareProcess: ({ runId }: { runId: string }) => processes.planOf(runId),

    /** Ends a process that no worker has taken up; false when one has. */
    giveUpUnserved: ({ workflowId }: { workflowId: string }) => processes.giveUpUnserved(workflowId),

    /** Writes down what became of the process and tells those who see the chat. */
    endProcess: ({ runId, ending }: { runId: string; ending: ProcessEnding }) => processes.end(runId, endFrom(ending)),
  };
}

function endFrom(ending: ProcessEnding): ProcessEnd {
  return ending.kind === 'returned' ? endOf(ending.returned) : failedWith(ending.code, ending.reason);
}
