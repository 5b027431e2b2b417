import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { isOpen } from '../domain/chat';
import {
  type ChatAction,
  type ExternalProcess,
  failedWith,
  inputOf,
  type ParameterValues,
  type ProcessDefinition,
  type ProcessEnd,
  type ProcessPlan,
  type ProcessRun,
  type ProcessStatus,
  shippedTimeoutMs,
} from '../domain/process';
import { minuteMs } from '../domain/settings';
import type { StoredChore } from '../storage/chores';
import type { Tx } from '../storage/database';
import { commit } from '../storage/unit-of-work';
import { pollingTaskQueue } from '../workflows/channel-polling/messages';
import { processRunnerId, processRunnerType } from '../workflows/chat-actions/messages';
import { shippedProcesses } from '../workflows/chat-actions/shipped';
import type { ChatCommands } from './chat-commands';
import type { MessagingDeps } from './ports';
import { patience } from './temporal-patience';

export interface ActionAsked {
  /** Of the run; asked again with the same one, it is started once. */
  id: string;
  chatId: string;
  action: ChatAction;
  parameters: ParameterValues;
  userId: string;
}

const endedByHand = failedWith('ended_by_hand', 'It was ended by hand.');

/** Chat actions and their processes: the run's row first, then the command to its chat (domain 5.1). */
export function createProcesses({
  storage,
  temporal,
  taskQueue,
  log,
  commands,
}: Pick<MessagingDeps, 'storage' | 'temporal' | 'taskQueue' | 'log'> & {
  commands: Pick<ChatCommands, 'runAction'>;
}) {
  const shippedNamed = (name: string): ProcessDefinition | null =>
    shippedProcesses.find((process) => process.name === name) ?? null;

  async function find(name: string, tx?: Tx): Promise<ProcessDefinition | ExternalProcess | null> {
    return shippedNamed(name) ?? storage.processes.named(name, tx);
  }

  /** Notes a run and what has to follow; null for a chat that is completed by now. */
  async function begin(asked: ActionAsked): Promise<{ run: ProcessRun | null; chores: StoredChore[] }> {
    const { result, chores } = await commit(storage, async (unit) => {
      const known = await storage.processRuns.get(asked.id, unit.tx);
      if (known !== null) return known;
      const chat = await storage.chats.get(asked.chatId, unit.tx);
      if (chat === null || !isOpen(chat)) return null;
      const { action } = asked;
      const run: ProcessRun = {
        id: asked.id,
        chatId: chat.id,
        contactId: chat.contactId,
        actionId: action.id,
        actionName: action.name,
        process: action.process,
        parameters: { ...action.parameters, ...asked.parameters },
        startedBy: asked.userId,
        status: 'started',
        outcome: null,
        failure: null,
        startedAt: new Date(),
        endedAt: null,
      };
      await storage.processRuns.create(run, unit.tx);
      unit.tell({ type: 'process.started', runId: run.id, chatId: run.chatId });
      unit.follow({ kind: 'start_process', runId: run.id });
      return run;
    });
    return { run: result, chores };
  }

  /** Through its chat; a chat that was completed meanwhile has no workflow to start it, and no say in it. */
  async function start(runId: string): Promise<void> {
    const run = await storage.processRuns.get(runId);
    if (run === null || run.status !== 'started') return;
    if (!(await isStartedByChat(run))) await startRunner(runId);
  }

  async function isStartedByChat({ id, chatId }: ProcessRun): Promise<boolean> {
    try {
      return (await commands.runAction({ chatId, commandId: id })).kind === 'done';
    } catch (error) {
      // A worker of an earlier version does not know this command.
      if (error instanceof WorkflowUpdateFailedError) return false;
      throw error;
    }
  }

  async function startRunner(runId: string): Promise<void> {
    try {
      await patience(temporal, () =>
        temporal.workflow.start(processRunnerType, {
          workflowId: processRunnerId(runId),
          taskQueue,
          args: [{ runId }],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          staticSummary: 'runs the process of a chat action',
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** What is to be executed for a run; null when it has ended, which it does here when there is no such process any more. */
  async function planOf(runId: string): Promise<ProcessPlan | null> {
    const run = await storage.processRuns.get(runId);
    if (run === null || run.status !== 'started') return null;
    const process = await find(run.process);
    if (process === null) {
      await end(runId, failedWith('unknown_process', `There is no process ${run.process} any more.`));
      return null;
    }
    const planned = { chatId: run.chatId, process: run.process, input: inputOf(process, run) };
    if (!('workflowType' in process))
      return {
        ...planned,
        workflowType: run.process,
        taskQueue: null,
        timeoutMs: shippedTimeoutMs,
        startWithinMs: null,
      };
    return {
      ...planned,
      workflowType: process.workflowType,
      taskQueue: process.taskQueue,
      timeoutMs: process.timeoutMinutes * minuteMs,
      startWithinMs: process.startTimeoutMinutes * minuteMs,
    };
  }

  /** Writes down what became of a run, and tells of it, once. */
  async function end(runId: string, ended: ProcessEnd): Promise<ProcessStatus> {
    const { result } = await commit(storage, async (unit) => {
      const run = await storage.processRuns.end(runId, ended, unit.tx);
      if (run !== null) unit.tell({ type: 'process.finished', runId, chatId: run.chatId });
      return run ?? (await storage.processRuns.get(runId, unit.tx));
    });
    return result?.status ?? ended.status;
  }

  /** Ends a process that no worker has taken up; false when one has. */
  async function giveUpUnserved(workflowId: string): Promise<boolean> {
    const { history } = await patience(temporal, () =>
      temporal.workflowService.getWorkflowExecutionHistory({
        namespace: temporal.options.namespace,
        execution: { workflowId },
        maximumPageSize: firstEvents,
      }),
    );
    if (history?.events?.some(({ workflowTaskStartedEventAttributes: started }) => started)) return false;
    try {
      await patience(temporal, () => temporal.workflow.getHandle(workflowId).terminate('no worker took it up'));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    return true;
  }

  /** Starts a runner that is missing; a run whose runner was ended by hand has failed. */
  async function reconcile({ id }: Pick<ProcessRun, 'id'>): Promise<void> {
    try {
      const { status } = await patience(temporal, () => temporal.workflow.getHandle(processRunnerId(id)).describe());
      if (status.name === 'RUNNING') return;
      log.warn({ runId: id, workflow: status.name }, 'a process had no running workflow');
      await end(id, endedByHand);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await startRunner(id);
    }
  }

  return {
    begin,
    start,
    planOf,
    end,
    giveUpUnserved,
    reconcile,
    find,
    shipped: shippedProcesses,
    /** Parley's own task queues: what runs there is not for others to start. */
    isOwnTaskQueue: (name: string) => [taskQueue, pollingTaskQueue(taskQueue)].includes(name),
  };
}

/** A process that was taken up says so among these. */
const firstEvents = 20;

export type Processes = ReturnType<typeof createProcesses>;
