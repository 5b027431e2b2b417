import { type Connection, type QueryFilter, Schema } from 'mongoose';
import { type Channel, type Health, type OpenedChannel, takesPart } from '../domain/channel';
import { type ClockReading, clockAheadAfter } from '../domain/messenger-clock';
import { type Reception, undisturbed } from '../domain/reception';
import { type Tx, within } from './database';
import { fromRow, type Row } from './document';
import { type Findable, findKeyOf, holding } from './find-key';
import { type Created, createdAfter, createdOrder, type PageRequest, type Position, positionOf } from './paging';
import type { Cipher } from './secrets';

/** A time in which a channel is not `ok`. */
interface Episode {
  since: Date;
  /** When the administrators were told of it. */
  toldAt: Date | null;
}

interface ChannelRow extends Omit<Row<Channel>, 'connectedAt' | 'reception'>, Created, Findable {
  /** Rows of earlier versions lack it until they are migrated. */
  connectedAt?: Date | null;
  /** What is not there is as in `undisturbed`. */
  reception?: Partial<Reception>;
  /** Null while the channel is `ok`. */
  unwell?: Episode | null;
  /** Every setting sealed on its own, for this channel and field. */
  settings: Record<string, string>;
  /** Where polling stands, as its provider wrote it down; a poller's heartbeat may know it better. */
  pollCursor?: string | null;
  /** How many messages were left out, by reason. */
  leftOut?: Record<string, number>;
}

type ChannelChange = Partial<Omit<OpenedChannel, 'id' | 'provider' | 'source' | 'revision' | 'reception'>>;

/** A health that stays the same is written this often, to show that it is looked at. */
const healthAgainMs = 60_000;

/** Channels (domain 1.2). Their settings are encrypted at rest and leave only through `open` and its like. */
export function createChannelStore(connection: Connection, cipher: Cipher) {
  const schema = new Schema<ChannelRow>(
    {
      _id: String,
      provider: String,
      name: String,
      source: String,
      active: Boolean,
      queueId: { type: String, default: null },
      language: String,
      verified: Boolean,
      health: { status: String, detail: String, checkedAt: Date },
      connectedAt: { type: Date, default: null },
      reception: { type: Schema.Types.Mixed, default: {} },
      unwell: { type: Schema.Types.Mixed, default: null },
      acceptsFrom: { type: Date, default: null },
      clockAheadMs: Number,
      leftOut: { type: Map, of: Number },
      revision: Number,
      settings: { type: Schema.Types.Mixed, default: {} },
      pollCursor: String,
      createdAt: Date,
      findKey: String,
    },
    { versionKey: false, collection: 'channels', minimize: false },
  );
  schema.index({ provider: 1, source: 1 }, { unique: true });
  schema.index({ queueId: 1 });
  schema.index(createdOrder);
  const model = connection.model('Channel', schema);

  const place = (id: string, field: string) => `${id}:${field}`;

  const seal = (id: string, settings: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(settings)
        .filter(([, value]) => value !== undefined)
        .map(([field, value]) => [field, cipher.seal(JSON.stringify(value), place(id, field))]),
    );

  const opened = (row: ChannelRow): OpenedChannel => ({
    ...closed(row),
    settings: Object.fromEntries(
      Object.entries(row.settings).map(([field, sealed]) => [
        field,
        JSON.parse(cipher.open(sealed, place(row._id, field))),
      ]),
    ),
  });

  const one = async (filter: QueryFilter<ChannelRow>, tx?: Tx): Promise<ChannelRow | null> =>
    (await model
      .findOne(filter)
      .session(tx ?? null)
      .lean()) as ChannelRow | null;

  const ids = async (filter: QueryFilter<ChannelRow>, tx?: Tx): Promise<string[]> =>
    (await model.find(filter, { _id: 1 }, within(tx)).lean()).map((row) => row._id);

  const open = async (id: string, tx?: Tx): Promise<OpenedChannel | null> => {
    const row = await one({ _id: id }, tx);
    return row && opened(row);
  };

  return {
    model,

    open,

    /** In the order asked. */
    async openMany(wanted: string[]): Promise<Array<OpenedChannel | null>> {
      const rows = (await model.find({ _id: { $in: [...new Set(wanted)] } }).lean()) as ChannelRow[];
      const byId = new Map(rows.map((row) => [row._id, opened(row)]));
      return wanted.map((id) => byId.get(id) ?? null);
    },

    async get(id: string, tx?: Tx): Promise<Channel | null> {
      const row = await one({ _id: id }, tx);
      return row && closed(row);
    },

    async getMany(wanted: string[]): Promise<Map<string, Channel>> {
      const rows = (await model.find({ _id: { $in: wanted } }).lean()) as ChannelRow[];
      return new Map(rows.map((row) => [row._id, closed(row)]));
    },

    /** In the order asked. */
    async openManyBySource(provider: string, sources: string[]): Promise<Array<OpenedChannel | null>> {
      const rows = (await model.find({ provider, source: { $in: [...new Set(sources)] } }).lean()) as ChannelRow[];
      const bySource = new Map(rows.map((row) => [row.source, opened(row)]));
      return sources.map((source) => bySource.get(source) ?? null);
    },

    async openBySource(provider: string, source: string): Promise<OpenedChannel | null> {
      const row = await one({ provider, source });
      return row && opened(row);
    },

    /** A second call with the same id gives the first one's channel; a source that is taken is refused as a duplicate. */
    async create(channel: OpenedChannel, tx: Tx): Promise<OpenedChannel> {
      const known = await open(channel.id, tx);
      if (known !== null) return known;
      const { id, ...fields } = channel;
      const row: ChannelRow = {
        ...fields,
        unwell: takesPart(channel) ? episodeOf(channel.health) : null,
        _id: id,
        settings: seal(id, channel.settings),
        createdAt: new Date(),
        findKey: keyOf(channel, channel.name),
      };
      await model.create([row], { session: tx });
      return channel;
    },

    /** Those whose name, source and provider hold the words of `q`. */
    async list(q: string, { limit, after }: PageRequest): Promise<Array<{ item: OpenedChannel; position: Position }>> {
      const rows = await model
        .find({ ...holding(q), ...createdAfter(after) })
        .sort(createdOrder)
        .limit(limit)
        .lean();
      return (rows as ChannelRow[]).map((row) => ({ item: opened(row), position: positionOf(row) }));
    },

    /** Changes the channel and raises its revision. */
    async change(id: string, set: ChannelChange, tx: Tx): Promise<OpenedChannel | null> {
      const { settings, ...fields } = set;
      const known = await one({ _id: id }, tx);
      if (known === null) return null;
      const update = {
        ...fields,
        ...(set.health === undefined ? {} : { unwell: episodeOf(set.health) }),
        ...(settings === undefined ? {} : { settings: seal(id, settings) }),
        findKey: keyOf(known, set.name ?? known.name),
      };
      const row = (await model
        .findByIdAndUpdate(id, { $set: update, $inc: { revision: 1 } }, { returnDocument: 'after', session: tx })
        .lean()) as ChannelRow | null;
      return row && opened(row);
    },

    async remove(id: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session: tx })).deletedCount === 1;
    },

    async setHealth(id: string, found: Omit<Health, 'checkedAt'>): Promise<void> {
      const health: Health = { status: found.status, detail: found.detail, checkedAt: new Date() };
      const longAgo = new Date(health.checkedAt.getTime() - healthAgainMs);
      const isOk = health.status === 'ok';
      const { modifiedCount } = await model.updateOne(
        {
          _id: id,
          $or: [
            { 'health.status': { $ne: health.status } },
            { 'health.detail': { $ne: health.detail } },
            { 'health.checkedAt': { $lt: longAgo } },
          ],
        },
        { $set: { health, ...(isOk ? { unwell: null } : {}) } },
      );
      // When this process dies before it, the next look does it.
      if (!isOk && modifiedCount > 0)
        await model.updateOne({ _id: id, unwell: null }, { $set: { unwell: episodeOf(health) } });
    },

    /** Channels that take part and have not been `ok` since then or longer, of which nobody was told. */
    async unwellSince(then: Date): Promise<Array<Channel & { unwellSince: Date }>> {
      const rows = (await model
        .find({ active: true, queueId: { $ne: null }, 'unwell.since': { $lte: then }, 'unwell.toldAt': null })
        .lean()) as ChannelRow[];
      return rows.flatMap((row) => (row.unwell ? [{ ...closed(row), unwellSince: row.unwell.since }] : []));
    },

    /** False when that time is over, or others have told of it. */
    async noteTold(id: string, unwellSince: Date, tx: Tx): Promise<boolean> {
      const told = await model.updateOne(
        { _id: id, 'unwell.since': unwellSince, 'unwell.toldAt': null },
        { $set: { 'unwell.toldAt': new Date() } },
        { session: tx },
      );
      return told.matchedCount === 1;
    },

    async noteReception(id: string, found: Partial<Omit<Reception, 'failingSince'>>): Promise<void> {
      await model.updateOne({ _id: id }, { $set: withPrefix('reception', found) });
    },

    /** A delivery failed; an earlier one since which none has got through stays the first. */
    async noteFailing(id: string, at: Date): Promise<void> {
      await model.updateOne({ _id: id, 'reception.failingSince': null }, { $set: { 'reception.failingSince': at } });
    },

    /** Deliveries get through again since the failure of then. */
    async noteThrough(id: string, failingSince: Date): Promise<void> {
      const failing = { _id: id, 'reception.failingSince': failingSince };
      await model.updateOne(failing, { $set: { 'reception.failingSince': null } });
    },

    /** A reply of the channel's messenger told its time. Returns how far our clock is ahead, as far as that is known now. */
    async noteClock(
      { id, clockAheadMs: known }: Pick<Channel, 'id' | 'clockAheadMs'>,
      reading: ClockReading,
    ): Promise<number | undefined> {
      const clockAheadMs = clockAheadAfter(known, reading);
      if (clockAheadMs !== known) await model.updateOne({ _id: id }, { $set: { clockAheadMs } });
      return clockAheadMs;
    },

    async countLeftOut(id: string, reason: string, count: number): Promise<void> {
      await model.updateOne({ _id: id }, { $inc: { [`leftOut.${reason}`]: count } });
    },

    /** What was left out on each channel, for who reads in time. */
    async leftOut(withinMs: number): Promise<Array<Pick<ChannelRow, '_id' | 'provider' | 'leftOut'>>> {
      const fields = { provider: 1, leftOut: 1 };
      return model.collection
        .find<Pick<ChannelRow, '_id' | 'provider' | 'leftOut'>>(
          { leftOut: { $exists: true } },
          { projection: fields, timeoutMS: withinMs },
        )
        .toArray();
    },

    /** What came of connecting a channel as it was then; a channel that is confirmed stays so. */
    async settleConnection(
      { id, revision }: Pick<Channel, 'id' | 'revision'>,
      { verified, detail }: { verified: boolean; detail: string },
    ): Promise<void> {
      const now = new Date();
      const health: Health = { status: verified ? 'ok' : 'failing', detail, checkedAt: now };
      const settle = (open: QueryFilter<ChannelRow>, set: Partial<ChannelRow>) =>
        model.updateOne(
          { _id: id, revision, verified: false, ...open },
          { $set: { health, ...set }, $inc: { revision: 1 } },
        );
      if (!verified) return void (await settle({}, {}));
      const first = await settle({ connectedAt: null }, { verified, connectedAt: now });
      // Connected anew, it goes on from where it was.
      if (first.matchedCount === 0) await settle({}, { verified });
    },

    /** What is known of a connection that is not settled yet. One that was settled meanwhile is left as it is. */
    async noteUnsettled(
      { id, revision }: Pick<Channel, 'id' | 'revision'>,
      found: Omit<Health, 'checkedAt'>,
    ): Promise<void> {
      const health: Health = { ...found, checkedAt: new Date() };
      await model.updateOne({ _id: id, revision, verified: false }, { $set: { health } });
    },

    async pollCursor(id: string): Promise<string | null> {
      return (await model.findById(id, { pollCursor: 1 }).lean())?.pollCursor ?? null;
    },

    async savePollCursor(id: string, pollCursor: string | null): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { pollCursor } });
    },

    /** Gives a channel the name that its messenger tells, unless somebody has given it another meanwhile. */
    async rename(channel: Pick<Channel, 'id' | 'name' | 'source' | 'provider'>, found: string): Promise<void> {
      const { id, name } = channel;
      await model.updateOne({ _id: id, name }, { $set: { name: found, findKey: keyOf(channel, found) } });
    },

    /** Channels that take no part (domain 1.2). */
    async inactiveIds(tx?: Tx): Promise<string[]> {
      return ids({ $or: [{ active: false }, { queueId: null }] }, tx);
    },

    /** Channels of these providers that take part. */
    async polling(providerCodes: string[]): Promise<string[]> {
      return ids({ provider: { $in: providerCodes }, active: true, queueId: { $ne: null } });
    },

    async idsOfProvider(provider: string, tx: Tx): Promise<string[]> {
      return ids({ provider }, tx);
    },

    async anyOfQueue(queueId: string, tx: Tx): Promise<boolean> {
      return (await model.exists({ queueId }).session(tx)) !== null;
    },

    async any(tx?: Tx): Promise<boolean> {
      return (await model.exists({}).session(tx ?? null)) !== null;
    },
  };
}

function keyOf({ source, provider }: Pick<Channel, 'source' | 'provider'>, name: string): string {
  return findKeyOf(name, source, provider);
}

function closed(row: ChannelRow): Channel {
  const { settings: _settings, createdAt: _createdAt, pollCursor: _pollCursor, ...more } = row;
  const { findKey: _findKey, leftOut: _leftOut, unwell: _unwell, connectedAt = null, reception, ...channel } = more;
  return fromRow<Channel>({ ...channel, connectedAt, reception: { ...undisturbed, ...reception } });
}

function episodeOf({ status, checkedAt }: Pick<Health, 'status' | 'checkedAt'>): Episode | null {
  return status === 'ok' ? null : { since: checkedAt, toldAt: null };
}

function withPrefix(prefix: string, fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value]));
}
