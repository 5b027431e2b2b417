import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  type ChildWorkflowHandle,
  condition,
  proxyActivities,
  startChild,
  TerminatedFailure,
  TimeoutFailure,
  upsertSearchAttributes,
  type Workflow,
} from '@temporalio/workflow';
import type { RunnerActivities } from '../../activities/chat-actions';
import type { ProcessPlan } from '../../domain/process';
import { attributes } from '../search-attributes';
import { type ProcessEnding, type ProcessRunnerInput, processWorkflowId } from './messages';

/** Without end: what became of a process must be told. */
const { prepareProcess, giveUpUnserved, endProcess } = proxyActivities<RunnerActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
});

const minuteMs = 60_000;

/** Executes the process of a chat action, whatever becomes of the chat, and has its outcome told (domain 5.1, 5.4). */
export async function processRunnerWorkflow({ runId }: ProcessRunnerInput): Promise<void> {
  const plan = await prepareProcess({ runId });
  if (plan === null) return;
  show(plan, 'started');
  const ending = await execute(runId, plan);
  show(plan, await endProcess({ runId, ending }));
}

async function execute(runId: string, plan: ProcessPlan): Promise<ProcessEnding> {
  const { process, workflowType, taskQueue, input, timeoutMs, startWithinMs } = plan;
  const child = await startChild(workflowType, {
    workflowId: processWorkflowId(runId, process),
    ...(taskQueue === null ? {} : { taskQueue }),
    args: [input],
    workflowExecutionTimeout: timeoutMs,
    typedSearchAttributes: [
      { key: attributes.chat, value: plan.chatId },
      { key: attributes.process, value: process },
    ],
  });

  let ending: ProcessEnding | null = null;
  const ended = endingOf(child, plan).then((found) => {
    ending = found;
    return found;
  });
  const isOverInTime = startWithinMs === null || (await condition(() => ending !== null, startWithinMs));
  if (!isOverInTime && (await giveUpUnserved({ workflowId: child.workflowId }))) return notServed(plan);
  return ended;
}

async function endingOf(child: ChildWorkflowHandle<Workflow>, plan: ProcessPlan): Promise<ProcessEnding> {
  try {
    return { kind: 'returned', returned: await child.result() };
  } catch (error) {
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    return failureOf(error.cause, plan);
  }
}

/** What went wrong, in words; the whole error stays in the process's own history. */
function failureOf(cause: Error | undefined, { timeoutMs }: ProcessPlan): ProcessEnding {
  if (cause instanceof TimeoutFailure)
    return { kind: 'failed', code: 'timed_out', reason: `It took longer than ${timeoutMs / minuteMs} minutes.` };
  if (cause instanceof TerminatedFailure || cause instanceof CancelledFailure)
    return { kind: 'failed', code: 'ended_by_hand', reason: 'It was ended by hand.' };
  return { kind: 'failed', code: 'process_failed', reason: wordsOf(cause) };
}

/** The innermost error says what happened, the ones around it where. */
function wordsOf(error: Error | undefined): string {
  if (error instanceof ActivityFailure && error.cause instanceof TimeoutFailure)
    return `A step did not end in time: ${error.activityType}.`;
  if ((error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause !== undefined)
    return wordsOf(error.cause);
  return error instanceof ApplicationFailure && error.message !== '' ? othersWords(error) : 'It failed without a word.';
}

/** As whoever wrote the process said it. */
function othersWords({ message }: ApplicationFailure): string {
  return message;
}

function notServed({ taskQueue, startWithinMs }: ProcessPlan): ProcessEnding {
  const minutes = (startWithinMs ?? 0) / minuteMs;
  const reason = `No worker took it up within ${minutes} minutes: nobody seems to serve the task queue ${taskQueue}.`;
  return { kind: 'failed', code: 'not_served', reason };
}

/** Lets operations find the run. */
function show({ chatId, process }: ProcessPlan, status: string): void {
  upsertSearchAttributes([
    { key: attributes.chat, value: chatId },
    { key: attributes.process, value: process },
    { key: attributes.status, value: status },
  ]);
}
