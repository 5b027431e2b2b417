/**
 * Contents of files that are not sent yet. They outlive the page in the browser's database; where it is refused, in memory
 * as long as the page.
 */

const storeName = 'files';
const memory = new Map();
let opening = null;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('parley', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
  return opening;
}

async function inStore(mode, work) {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(storeName, mode);
    const request = work(transaction.objectStore(storeName));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

const addresses = new Map();

export async function keepFile(key, blob) {
  memory.set(key, blob);
  await inStore('readwrite', (store) => store.put(blob, key)).catch(() => {});
}

/** The content, or null when it is lost. */
export async function keptFile(key) {
  const blob = memory.get(key) ?? (await inStore('readonly', (store) => store.get(key)).catch(() => null));
  if (blob) memory.set(key, blob);
  return blob ?? null;
}

/** An address for the page itself, once its content is at hand; it stays good until the file is forgotten. */
export function addressOf(key) {
  if (!addresses.has(key) && memory.has(key)) addresses.set(key, URL.createObjectURL(memory.get(key)));
  return addresses.get(key) ?? null;
}

/** The address of what was sent stays good while the page shows it. */
export async function forgetFile(key) {
  memory.delete(key);
  await inStore('readwrite', (store) => store.delete(key)).catch(() => {});
}
