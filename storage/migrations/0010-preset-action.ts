import type { Language } from '../../domain/languages';
import { presetNames, presetProcess } from '../../domain/presets';
import { findKeyOf } from '../find-key';
import type { Migration } from './contract';

interface Row {
  _id: string;
  presets?: Array<{ kind: string; id: string }>;
  value?: unknown;
}

/** The same in every process that does this at the same time. */
const actionId = 'preset-action';
const done = (changed: number) => ({ cursor: null, seen: 1, changed });

/** Who has ever had an action, and be it one that is removed by now, has chosen: nothing is added to his. */
export const presetAction: Migration = {
  number: 10,
  title: 'the first queue has its preset action',
  async step(database) {
    const rows = (name: string) => database.collection<Row>(name);
    const isUnknown = { _id: 'installation', 'presets.kind': { $ne: 'action' } };
    if ((await rows('installation').findOne(isUnknown)) === null) return done(0);
    const [queue] = await rows('queues').find().sort({ createdAt: 1, _id: 1 }).limit(1).toArray();
    if (queue === undefined) return done(0);
    const had =
      (await rows('chat_actions').findOne({ _id: { $ne: actionId } })) ??
      (await rows('audit_log').findOne({ 'subject.kind': 'chatAction' }));
    if (had === null) {
      const language = (await rows('settings').findOne({ _id: 'Language' }))?.value as Language | undefined;
      const name = presetNames.action[language ?? 'en'];
      const action = { name, findKey: findKeyOf(name), queueId: queue._id, process: presetProcess, parameters: {} };
      await rows('chat_actions').updateOne(
        { _id: actionId },
        { $setOnInsert: { ...action, createdAt: new Date() } },
        { upsert: true },
      );
    }
    const id = had?._id ?? actionId;
    const noted = await rows('installation').updateOne(isUnknown, { $push: { presets: { kind: 'action', id } } });
    return done(noted.modifiedCount);
  },
};
