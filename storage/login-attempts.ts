import { type Connection, Schema } from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';

interface AttemptRow {
  key: string;
  points: number;
  expire: Date | null;
}

const perSeconds = 15 * 60;
/** Of one login from one address. Others' failures elsewhere do not lock its owner out. */
const perLoginAndIp = 10;
/** From one address, over all logins. */
const perIp = 100;
const collection = 'login_attempts';

/** Counts failed sign-ins over all processes. */
export function createLoginAttemptStore(connection: Connection) {
  const schema = new Schema<AttemptRow>(
    { key: String, points: Number, expire: Date },
    { versionKey: false, collection },
  );
  schema.index({ key: 1 }, { unique: true });
  schema.index({ expire: -1 }, { expireAfterSeconds: 0 });
  const model = connection.model('LoginAttempt', schema);

  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterMongo({
      storeClient: connection.db,
      tableName: collection,
      keyPrefix,
      points,
      duration: perSeconds,
      disableIndexesCreation: true,
    });
  const ofLogin = limiter('login', perLoginAndIp);
  const ofIp = limiter('ip', perIp);
  const loginKey = (of: { login: string; ip: string }) => JSON.stringify([of.login.toLowerCase(), of.ip]);

  return {
    model,

    /**
     * Counts an attempt before it is known whether it fails, so that many at once are counted too. Gives the seconds to
     * wait when there were too many, null when it may go on.
     */
    async begin(of: { login: string; ip: string }): Promise<number | null> {
      const waits = await Promise.all([secondsToWait(ofLogin, loginKey(of)), secondsToWait(ofIp, of.ip)]);
      const longest = Math.max(...waits);
      return longest > 0 ? longest : null;
    },

    /** The attempt was no failure. */
    async succeeded(of: { login: string; ip: string }): Promise<void> {
      await Promise.all([ofLogin.delete(loginKey(of)), ofIp.reward(of.ip)]);
    },
  };
}

async function secondsToWait(limiter: RateLimiterMongo, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (rejected) {
    if (!(rejected instanceof RateLimiterRes)) throw rejected;
    return Math.max(1, Math.ceil(rejected.msBeforeNext / 1000));
  }
}
