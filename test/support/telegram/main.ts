import { startTelegramStandIn } from './telegram-stand-in';

/** Runs the stand-in as a program of its own: `PORT` or a free port; prints the root to use as TELEGRAM_API_ROOT. */
async function main(): Promise<void> {
  const standIn = await startTelegramStandIn({ port: Number(process.env.PORT ?? 0) });
  console.log(standIn.root);
  const stop = () => void standIn.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

void main();
