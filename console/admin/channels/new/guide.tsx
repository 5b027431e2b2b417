import styles from '../channels.module.css';
import { channelWords } from '../words';

/** Step by step, where to get what the form asks for. */
export function Guide({ code }: { code: string }) {
  const w = channelWords();
  const steps = code === 'telegram' || code === 'whatsapp' || code === 'facebook' ? w[code].steps : null;
  if (steps === null) return <p>{w.messengers[code]?.about ?? w.pluginAbout}</p>;
  return (
    <>
      <ol class={styles.steps}>
        {Object.values(steps).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {code === 'telegram' && (
        <p>
          <a href="https://t.me/BotFather" target="_blank" rel="noopener noreferrer">
            {w.telegram.openBotFather}
          </a>
        </p>
      )}
    </>
  );
}
