import { type Connection, Schema } from 'mongoose';
import { sameInAll, type Titles } from '../domain/languages';
import type { ExternalProcess, ProcessParameter } from '../domain/process';
import type { Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Created, createdOrder } from './paging';

/** `title` is the English one, for processes of earlier versions, which know no other. */
interface Titled {
  title: string;
  titles?: Titles;
}

type ParameterRow = Titled & Pick<ProcessParameter, 'name' | 'type'> & { choices?: string[] };

interface ProcessRow extends Omit<Row<ExternalProcess>, 'title' | 'parameters'>, Titled, Created {
  parameters: ParameterRow[];
  /** Counts the chat actions that relied on the process, so that it cannot vanish in the same moment. */
  holds: number;
}

/** Processes that workers outside this repository serve (domain 5.3); the shipped ones stand in code. */
export function createProcessStore(connection: Connection) {
  const schema = new Schema<ProcessRow>(
    {
      _id: String,
      name: String,
      title: String,
      titles: Schema.Types.Mixed,
      parameters: [Schema.Types.Mixed],
      workflowType: String,
      taskQueue: String,
      startTimeoutMinutes: Number,
      timeoutMinutes: Number,
      createdAt: Date,
      holds: Number,
    },
    { versionKey: false, collection: 'processes' },
  );
  schema.index({ name: 1 }, { unique: true });
  schema.index(createdOrder);
  const model = connection.model('Process', schema);

  return {
    model,

    async named(name: string, tx?: Tx): Promise<ExternalProcess | null> {
      const row = await model
        .findOne({ name })
        .session(tx ?? null)
        .lean();
      return found(row as ProcessRow | null);
    },

    /** All of them, in the order of their creation: analysts write them one by one. */
    async all(): Promise<ExternalProcess[]> {
      const rows = (await model.find().sort(createdOrder).lean()) as ProcessRow[];
      return rows.map((row) => fromRow<ExternalProcess>(processOf(row)));
    },

    /** A second call with the same id gives the first one's process; a name that is taken is refused as a duplicate. */
    async create(process: ExternalProcess, tx: Tx): Promise<ExternalProcess> {
      const known = found((await model.findById(process.id).session(tx).lean()) as ProcessRow | null);
      if (known !== null) return known;
      const { title, parameters, ...rest } = toRow(process);
      const row = { ...rest, ...writtenTitle(title), parameters: parameters.map(writtenParameter) };
      await model.create([{ ...row, createdAt: new Date(), holds: 0 }], { session: tx });
      return process;
    },

    async change(
      name: string,
      set: Partial<Omit<ExternalProcess, 'id' | 'name'>>,
      tx: Tx,
    ): Promise<ExternalProcess | null> {
      const { title, parameters, ...rest } = set;
      const written = {
        ...rest,
        ...(title === undefined ? {} : writtenTitle(title)),
        ...(parameters === undefined ? {} : { parameters: parameters.map(writtenParameter) }),
      };
      const row = await model
        .findOneAndUpdate({ name }, { $set: written }, { returnDocument: 'after', session: tx })
        .lean();
      return found(row as ProcessRow | null);
    },

    async remove(name: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ name }, { session: tx })).deletedCount === 1;
    },

    /** Whether the process is there; if so, it cannot vanish before the transaction ends. */
    async hold(name: string, tx: Tx): Promise<boolean> {
      return (await model.updateOne({ name }, { $inc: { holds: 1 } }, { session: tx })).matchedCount === 1;
    },
  };
}

function processOf({ createdAt: _createdAt, holds: _holds, parameters, ...row }: ProcessRow): Row<ExternalProcess> {
  return { ...inAll(row), parameters: parameters.map((parameter) => inAll(parameter) as ProcessParameter) };
}

/** What an earlier version stored, or has changed since, has one title for all languages. */
function inAll<T extends Titled>({ title, titles, ...row }: T): Omit<T, keyof Titled> & { title: Titles } {
  return { ...row, title: titles?.en === title ? titles : sameInAll(title) };
}

function writtenTitle(titles: Titles): Required<Titled> {
  return { title: titles.en, titles };
}

function writtenParameter({ title, ...parameter }: ProcessParameter): ParameterRow {
  return { ...parameter, ...writtenTitle(title) };
}

function found(row: ProcessRow | null): ExternalProcess | null {
  return fromRowOrNull<ExternalProcess>(row && processOf(row));
}
