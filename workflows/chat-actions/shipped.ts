import type { ProcessDefinition } from '../../domain/process';
import type { ShippedProcess } from './define-process';
import * as registry from './registry';

/** What the registry lists, as people see it: the name of a process is that of its workflow type. */
export const shippedProcesses: ProcessDefinition[] = Object.entries<ShippedProcess>(registry).map(
  ([name, { title, parameters }]) => ({ name, title, parameters }),
);
