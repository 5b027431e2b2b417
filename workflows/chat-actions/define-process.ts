import { ApplicationFailure, ContinueAsNew, TemporalFailure } from '@temporalio/workflow';
import type { ProcessDefinition, ProcessInput, ProcessResult } from '../../domain/process';

type Described = Omit<ProcessDefinition, 'name'>;

/** A workflow with its title and what it is started with. Its name is that under which the registry exports it. */
export type ShippedProcess = Described & ((input: ProcessInput) => Promise<ProcessResult>);

/** Makes a process of a few steps. What it throws fails it at once: by itself Temporal would try the code again until its time is over. */
export function defineProcess<Input>(
  described: Described,
  run: (input: Input) => Promise<ProcessResult>,
): ShippedProcess {
  const workflow = async (input: ProcessInput): Promise<ProcessResult> => {
    try {
      return await run(input as Input);
    } catch (error) {
      if (error instanceof TemporalFailure || error instanceof ContinueAsNew) throw error;
      throw ApplicationFailure.fromError(error, { nonRetryable: true });
    }
  };
  return Object.assign(workflow, described);
}

export function finished(text: string, link: string | null = null): ProcessResult {
  return { status: 'finished', text, link };
}

/** The business says no: an expected outcome, told in words (domain 5.2). */
export function refused(text: string, link: string | null = null): ProcessResult {
  return { status: 'refused', text, link };
}
