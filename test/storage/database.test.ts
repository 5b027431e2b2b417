import { mongo } from 'mongoose';
import { isOnlyDuplicates, isUnavailable } from '../../storage/database';

type BulkError = ConstructorParameters<typeof mongo.MongoBulkWriteError>;

/** As the driver makes it of what went wrong with an insert of several rows. */
function bulkError(cause: BulkError[0]): mongo.MongoBulkWriteError {
  const result = { getWriteConcernError: () => undefined } as BulkError[1];
  return new mongo.MongoBulkWriteError(cause, result);
}

const rowError = (code: number) => ({ code, index: 0 }) as mongo.WriteError;
const rowErrors = (...codes: number[]): BulkError[0] => ({
  message: 'some rows failed',
  code: codes[0] ?? 0,
  writeErrors: codes.map(rowError),
});

describe('an insert of several rows that failed', () => {
  it('had only duplicates when every error of a row says so', () => {
    expect(isOnlyDuplicates(bulkError(rowErrors(11000, 11000)))).toBe(true);
    expect(isOnlyDuplicates(bulkError(rowErrors(11000, 121)))).toBe(false);
  });

  it('says nothing of its rows when the connection broke', () => {
    const broken = bulkError(new mongo.MongoNetworkError('read ECONNRESET'));
    expect(isOnlyDuplicates(broken)).toBe(false);
    expect(isUnavailable(broken)).toBe(true);
  });
});
