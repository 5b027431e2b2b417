import { randomUUID } from 'node:crypto';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, createPollingActivities } from '../../activities';
import { createService } from '../../messaging/service';
import { startParley, testServers } from '../support/parley';

export type Activities = ReturnType<typeof createActivities> & ReturnType<typeof createPollingActivities>;
export type Asked<K extends keyof Activities> = Parameters<Activities[K]>[0];
export type Bench = Awaited<ReturnType<typeof startBench>>;

/**
 * A Parley whose workflows nobody runs: things stand still as a scene has left them. Its activities run one by one, in a real
 * worker, as Temporal hands them out.
 */
export async function startBench() {
  const parley = await startParley();
  const taskQueue = `${parley.name}-bench`;
  const service = createService(parley.deps);
  const deps = { ...parley.deps, ...service };
  const activities: Activities = { ...createActivities(deps), ...createPollingActivities(deps) };
  const connection = await NativeConnection.connect({ address: testServers().temporalAddress });
  const worker = await Worker.create({
    connection,
    taskQueue,
    activities,
    shutdownGraceTime: 0,
    /** A poller that is cancelled hears of it with its next heartbeat. */
    maxHeartbeatThrottleInterval: '100ms',
  });
  const running = worker.run();

  function start<K extends keyof Activities>(name: K, asked: Asked<K>) {
    return parley.temporal.activity.start(name, {
      id: randomUUID(),
      taskQueue,
      args: [asked],
      // No second attempt but the test's own, also on a machine that is busy for a while.
      startToCloseTimeout: '2m',
      heartbeatTimeout: '1m',
      retry: { maximumAttempts: 1 },
    });
  }

  return {
    parley,
    receiver: service.receiver,
    /** Called by hand, where nothing is to be tried. */
    activities,
    start,

    /** One attempt. */
    run<K extends keyof Activities>(name: K, asked: Asked<K>): Promise<Awaited<ReturnType<Activities[K]>>> {
      return start(name, asked).then((handle) => handle.result());
    },

    async stop(): Promise<void> {
      worker.shutdown();
      await running;
      await connection.close();
      await parley.stop();
    },
  };
}
