import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

interface PasswordCost {
  /** CPU and memory: 128 · N · r bytes. */
  N: number;
  r: number;
  p: number;
}

/** 32 MB and about a quarter of a second on a small machine. */
const usualCost: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

const scheme = 'scrypt';
const hashBytes = 32;
const saltBytes = 16;

/** Hashes passwords; each hash tells how it was made, so that the cost can be raised without anyone's noticing. */
export function createPasswords(cost: PasswordCost = usualCost) {
  const hash = async (password: string): Promise<string> => {
    const salt = randomBytes(saltBytes);
    const key = await derive(password, salt, cost);
    return [scheme, cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
  };
  const nobodys = hash(randomBytes(saltBytes).toString('hex'));

  return {
    hash,

    /** Takes as long without a hash (an unknown login) as with one, so that nobody learns which logins there are. */
    async matches(password: string, stored: string | null): Promise<boolean> {
      const [name, N, r, p, salt, key] = (stored ?? (await nobodys)).split('$');
      if (name !== scheme || salt === undefined || key === undefined)
        throw new Error('A stored password hash is malformed.');
      const wanted = Buffer.from(key, 'base64url');
      const given = await derive(password, Buffer.from(salt, 'base64url'), {
        N: Number(N),
        r: Number(r),
        p: Number(p),
      });
      return timingSafeEqual(given, wanted) && stored !== null;
    },
  };
}

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

export type Passwords = ReturnType<typeof createPasswords>;
