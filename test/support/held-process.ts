import { type Activities, createActivities } from '../../activities';
import { createService, type Service } from '../../messaging/service';
import type { Storage } from '../../storage/storage';
import { createGate, type Gate } from './gate';
import type { Parley } from './parley';

type StoreName = Exclude<keyof Storage, 'reachable' | 'inTransaction' | 'prepare'>;
type Call = (...args: unknown[]) => Promise<unknown>;

/** What a worker or API process is made of, without the process: its steps are taken by the test. */
export interface ProcessByHand extends Service {
  storage: Storage;
  activities: Activities;
}

export interface HeldProcess extends ProcessByHand {
  gate: Gate;
}

/** Another process over the same stores, with queues of its own before them. */
export function processOf(parley: Pick<Parley, 'deps'>, storage: Storage = parley.deps.storage): ProcessByHand {
  const deps = { ...parley.deps, storage };
  const service = createService(deps);
  return { ...service, storage, activities: createActivities({ ...deps, ...service }) };
}

/** A process that stops wherever it makes one kind of call to its stores: before the call, or with the answer in its hand. */
export function heldProcess<S extends StoreName>(
  parley: Pick<Parley, 'deps'>,
  store: S,
  call: keyof Storage[S] & string,
  at: 'before' | 'after' = 'before',
): HeldProcess {
  const gate = createGate();
  const { storage } = parley.deps;
  const made = storage[store][call] as Call;
  const held: Call = async (...args) => {
    if (at === 'before') await gate.pass();
    const answer = await made(...args);
    if (at === 'after') await gate.pass();
    return answer;
  };
  return { ...processOf(parley, { ...storage, [store]: { ...storage[store], [call]: held } }), gate };
}

/** A process that stops with a change all made, right before it is committed. */
export function processHeldBeforeCommit(parley: Pick<Parley, 'deps'>): HeldProcess {
  const gate = createGate();
  const { storage } = parley.deps;
  const inTransaction: Storage['inTransaction'] = (work) =>
    storage.inTransaction(async (tx) => {
      const result = await work(tx);
      await gate.pass();
      return result;
    });
  return { ...processOf(parley, { ...storage, inTransaction }), gate };
}

/** Lets a process come to its gate, has something else done meanwhile, and lets it go on; gives what came of it. */
export async function overtaken<T>(
  { gate }: Pick<HeldProcess, 'gate'>,
  slow: Promise<T>,
  meanwhile: () => Promise<unknown>,
): Promise<T> {
  const passedBy = slow.then(() => {
    throw new Error('what was to be held never came to its gate');
  });
  try {
    await Promise.race([gate.arrived, passedBy]);
    passedBy.catch(() => undefined);
    await meanwhile();
  } finally {
    gate.open();
  }
  return slow;
}
