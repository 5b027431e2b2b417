import { rmSync } from 'node:fs';
import { onStopSignals } from '../../launch/stop-signals';
import { Aborted } from '../../launch/wait';
import { openRunFolder } from '../support/run-folder';
import { startTelegramStandIn } from '../support/telegram/telegram-stand-in';
import { type ChaosOptions, readOptions, WrongOptions } from './options';
import { countsOf, isFlawless, reportOf } from './report';
import { runChaos } from './run';
import { createSystem } from './system';
import { createTimeline } from './timeline';

const interrupted = 130;

async function chaos({ seconds, seed, keep }: ChaosOptions): Promise<number> {
  const { log } = console;
  log(`For ${seconds} s (seed ${seed}), API, worker, Temporal and MongoDB are killed in turn while people write.`);
  const abort = new AbortController();
  const { signal } = abort;
  const dataDir = await openRunFolder('chaos', log);
  const timeline = createTimeline(log);
  const telegram = await startTelegramStandIn();
  const system = await createSystem({ dataDir, telegramRoot: telegram.root, timeline, signal });
  process.once('exit', () => {
    system.endNow();
    if (keep) log(`The data and the logs are in ${dataDir}.`);
    else rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  onStopSignals({ stop: () => abort.abort(), force: () => process.exit(interrupted) });
  try {
    const outcome = await runChaos({ system, telegram, timeline, signal, seconds, seed });
    if (signal.aborted) throw new Aborted('interrupted while it came to rest');
    for (const line of reportOf(outcome)) log(line);
    log(JSON.stringify(countsOf(outcome)));
    return isFlawless(outcome) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Aborted) && !signal.aborted) throw error;
    timeline.tell('interrupted; ending what was started');
    return interrupted;
  } finally {
    abort.abort();
    await system.end();
    await telegram.stop();
  }
}

async function main(): Promise<number> {
  try {
    return await chaos(readOptions(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof WrongOptions ? error.message : error);
    return error instanceof WrongOptions ? 2 : 1;
  }
}

void main().then((code) => process.exit(code));
