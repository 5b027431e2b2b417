import { z } from 'zod';
import { invalid, Problem } from '../../domain/problem';
import { type ExternalProcess, type ProcessDefinition, shippedTimeoutMs } from '../../domain/process';
import { minuteMs } from '../../domain/settings';
import type { Audit } from '../audit';
import { whenTaken } from '../change';
import type { ApiDeps } from '../deps';
import { listOf, wholeList } from '../http/paging';
import { created, noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { nameField, titleField } from '../shapes/common';
import { parameterField, processShape, showParameters, showTitles } from '../shapes/process';

const monthMinutes = 43_200;

const fields = {
  title: titleField,
  workflowType: nameField,
  taskQueue: nameField,
  parameters: z.array(parameterField).max(50).refine(haveNamesOfTheirOwn, 'must not have two of one name'),
  startTimeoutMinutes: z.number().positive().max(monthMinutes),
  timeoutMinutes: z.number().positive().max(monthMinutes),
};

const newProcess = z.strictObject({
  name: z.string().regex(/^[A-Za-z][\w-]{0,99}$/, 'must begin with a letter, and have letters, digits, _ and - only'),
  ...fields,
  parameters: fields.parameters.default([]),
  startTimeoutMinutes: fields.startTimeoutMinutes.default(2),
  timeoutMinutes: fields.timeoutMinutes.default(60),
});
const changedProcess = z.strictObject(fields).partial();

/** Processes that chat actions can start: the shipped ones, and those that workers of others serve (domain 5.3). */
export function processRoutes(deps: Pick<ApiDeps, 'storage' | 'consequences' | 'service'>): Route[] {
  const { storage, service } = deps;
  const tag = 'Processes';
  const access = 'CanManageChats';
  const audit: Audit = {
    kind: 'process',
    idOf: (params, body) => params.name ?? String((body as { name?: string } | undefined)?.name),
    read: storage.processes.named,
  };

  return [
    route({
      method: 'GET',
      path: '/api/processes',
      operationId: 'GetProcesses',
      summary: 'Processes that a chat action can start',
      tag,
      access,
      responses: { 200: listOf(processShape) },
      async handle() {
        const external = await storage.processes.all();
        return ok(wholeList([...service.processes.shipped.map(showShipped), ...external.map(showExternal)]));
      },
    }),
    route({
      method: 'POST',
      path: '/api/processes',
      operationId: 'CreateProcess',
      summary: 'Registers a workflow type that a worker of yours serves',
      description:
        'The worker may be in any language. The workflow gets one object: `RunId`, `ChatId` and `ContactId` if it declares them, and the values of its other parameters.',
      tag,
      access,
      audit,
      body: newProcess,
      responses: { 201: processShape },
      problems: ['name_taken'],
      async handle({ body, newId, change }) {
        checkQueue(body.taskQueue);
        if (service.processes.shipped.some(({ name }) => name === body.name)) throw taken();
        const process = await change(({ tx }) => storage.processes.create({ id: newId, ...body }, tx)).catch(
          whenTaken(taken),
        );
        return created(showExternal(process));
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/processes/{name}',
      operationId: 'ChangeProcess',
      summary: 'Changes a registered process; runs that have begun go on as they were',
      tag,
      access,
      audit,
      body: changedProcess,
      responses: { 200: processShape },
      problems: ['not_found'],
      async handle({ params, body, change }) {
        if (body.taskQueue !== undefined) checkQueue(body.taskQueue);
        const process = await change(({ tx }) => storage.processes.change(params.name, body, tx));
        if (process === null) throw notThere();
        return ok(showExternal(process));
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/processes/{name}',
      operationId: 'DeleteProcess',
      summary: 'Removes a registered process that no chat action starts',
      tag,
      access,
      audit,
      responses: { 204: null },
      problems: ['not_found', 'process_in_use'],
      async handle({ params: { name }, change }) {
        await change(async ({ tx }) => {
          if (!(await storage.processes.remove(name, tx))) throw notThere();
          if (await storage.chatActions.anyWithProcess(name, tx))
            throw new Problem('process_in_use', 'A chat action starts it.');
        });
        return noContent;
      },
    }),
  ];

  /** What runs on Parley's own queues is not for others to start. */
  function checkQueue(taskQueue: string): void {
    if (service.processes.isOwnTaskQueue(taskQueue))
      throw invalid({ taskQueue: 'is Parley’s own: a process there is added to its code' });
  }
}

function haveNamesOfTheirOwn(parameters: Array<{ name: string }>): boolean {
  return new Set(parameters.map(({ name }) => name)).size === parameters.length;
}

function showShipped(process: ProcessDefinition): z.input<typeof processShape> {
  return {
    ...showTitles(process),
    parameters: showParameters(process.parameters),
    kind: 'shipped',
    workflowType: process.name,
    taskQueue: null,
    startTimeoutMinutes: null,
    timeoutMinutes: shippedTimeoutMs / minuteMs,
  };
}

function showExternal({ id: _id, ...process }: ExternalProcess): z.input<typeof processShape> {
  return { ...showTitles(process), parameters: showParameters(process.parameters), kind: 'external' };
}

function taken(): Problem {
  return new Problem('name_taken', 'There is a process of this name.');
}

function notThere(): Problem {
  return new Problem('not_found', 'There is no such registered process. The shipped ones are changed in code.');
}
