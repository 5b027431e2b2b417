import { Aborted } from '../../launch/wait';
import { createTemporalClient } from '../../messaging/temporal-client';
import { ApiClient } from '../support/api-client';
import type { TelegramStandIn } from '../support/telegram/telegram-stand-in';
import { killInTurn } from './killer';
import { LimitSampler } from './limit-sampler';
import type { Office } from './operator';
import type { ChaosOptions } from './options';
import { type Settled, settle } from './quiet';
import { createRandom } from './random';
import { openRows } from './rows';
import { type Cast, limit, setStage } from './stage';
import { adminPassword, type System } from './system';
import type { Timeline } from './timeline';
import { judge, type Verdict } from './verdict';

/** All that is left to do must be done within this, once everything runs. */
const settleWithinMs = 90_000;

export interface Outcome {
  cast: Cast;
  verdict: Verdict;
  kills: number;
  samples: number;
  overLimit: string[];
  stuck: string[];
  answers: number;
  chats: number;
}

interface RunOptions extends Omit<ChaosOptions, 'keep'> {
  system: System;
  telegram: TelegramStandIn;
  timeline: Timeline;
  signal: AbortSignal;
}

/** Lets people write and answer while the processes are killed, then waits until all is done, and looks at what came of it. */
export async function runChaos({ system, telegram, timeline, signal, seconds, seed }: RunOptions): Promise<Outcome> {
  const office: Office = { clearingUp: false, answers: [] };
  timeline.tell('starting MongoDB, Temporal, the worker and the API');
  await system.bringUp();
  const admin = await new ApiClient(system.apiBase).login('admin', adminPassword);
  const cast = await setStage({ apiBase: system.apiBase, admin, telegram, seed, office });
  timeline.tell(`${cast.clients.length} clients on 3 channels write to ${cast.operators.length} operators in 2 queues`);

  const rows = await openRows(system.mongodbDirectUri);
  const sampler = new LimitSampler({ rows, limit, isUp: () => system.parts.mongodb.isUp });
  const temporal = createTemporalClient({ address: system.temporalAddress, namespace: 'default' });
  const silence = new AbortController();
  const end = new AbortController();
  const until = (one: AbortController) => AbortSignal.any([signal, one.signal]);
  const acting = [
    ...cast.clients.map((client) => client.run({ silence: until(silence), end: until(end) })),
    ...cast.operators.map((operator) => operator.run(until(end))),
    sampler.run(until(end)),
  ];
  try {
    const random = createRandom(seed, 'killer');
    const kills = await killInTurn({ parts: system.parts, forMs: seconds * 1000, random, timeline, signal });
    if (signal.aborted) throw new Aborted('interrupted while people wrote');
    timeline.tell('everything runs again; the clients fall silent');
    silence.abort();
    office.clearingUp = true;
    const { clients: conversations, operators } = cast;
    const settled = await settle({ rows, temporal, conversations, operators, limit, timeline }, settleWithinMs, signal);
    timeline.tell(settled.stuck.length === 0 ? 'all is quiet' : 'it does not come to rest');
    for (const client of cast.clients) await client.look?.();
    return outcomeOf({ cast, settled, kills, sampler, office });
  } finally {
    silence.abort();
    end.abort();
    await Promise.all(acting);
    await rows.close();
    await temporal.connection.close();
  }
}

function outcomeOf(of: {
  cast: Cast;
  settled: Settled;
  kills: number;
  sampler: LimitSampler;
  office: Office;
}): Outcome {
  const { cast, settled, sampler, office } = of;
  return {
    cast,
    verdict: judge({ conversations: cast.clients, answers: office.answers, rows: settled.rows }),
    kills: of.kills,
    samples: sampler.samples,
    overLimit: sampler.over,
    stuck: [...settled.stuck, ...cast.operators.flatMap(({ surprises }) => surprises)],
    answers: office.answers.length,
    chats: settled.rows.chats.length,
  };
}
