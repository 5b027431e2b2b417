import type { ProcessFailure } from '../../domain/process';

export const processRunnerType = 'processRunnerWorkflow';

export interface ProcessRunnerInput {
  runId: string;
}

/** One runner a run, whoever starts it and how often. */
export function processRunnerId(runId: string): string {
  return `process:${runId}`;
}

/** The process itself, which the runner executes. */
export function processWorkflowId(runId: string, process: string): string {
  return `${processRunnerId(runId)}:${process}`;
}

/** How a process ended: what it returned is as its author made it. */
export type ProcessEnding =
  | { kind: 'returned'; returned: unknown }
  | { kind: 'failed'; code: ProcessFailure['code']; reason: string };
