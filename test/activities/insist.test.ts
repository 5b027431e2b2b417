import { asyncLocalStorage, type Context } from '@temporalio/activity';
import mongoose from 'mongoose';
import { insist } from '../../activities/insist';

/** An activity whose pauses take no time, and are counted. */
function inActivity<T>(work: () => Promise<T>): { result: Promise<T>; pauses: number[] } {
  const pauses: number[] = [];
  const sleep = async (ms: number) => void pauses.push(ms);
  return { result: asyncLocalStorage.run({ sleep } as unknown as Context, work), pauses };
}

/** A store that is away for a while, and then writes. */
function awayFor(times: number, error: Error) {
  const store = { asked: 0, written: [] as string[] };
  const write = async (row: string) => {
    store.asked += 1;
    if (store.asked <= times) throw error;
    store.written.push(row);
    return row;
  };
  return { store, write };
}

test('writes what this process alone knows as soon as the store is back', async () => {
  const { store, write } = awayFor(3, new mongoose.Error.MongooseServerSelectionError('nobody answers'));
  const { result, pauses } = inActivity(() => insist(() => write('sent')));
  expect(await result).toBe('sent');
  expect(store.written).toEqual(['sent']);
  expect(pauses).toHaveLength(3);
});

test('does not ask again when the store refuses', async () => {
  const { store, write } = awayFor(1, new Error('a row is not like that'));
  const { result, pauses } = inActivity(() => insist(() => write('sent')));
  await expect(result).rejects.toThrow('not like that');
  expect({ ...store, pauses }).toEqual({ asked: 1, written: [], pauses: [] });
});
