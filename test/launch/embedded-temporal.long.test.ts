import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { type EmbeddedTemporal, startEmbeddedTemporal } from '../../launch/embedded-temporal';
import { searchAttributeKeys } from '../../workflows/search-attributes';
import { scratchFolder } from '../support/run-folder';

const namespace = 'default';

describe('the embedded Temporal', () => {
  let dataDir: string;
  let running: EmbeddedTemporal | undefined;

  beforeEach(() => {
    dataDir = mkdtempSync(join(scratchFolder(), 'parley-temporal-'));
  });

  afterEach(async () => {
    await running?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function withServer<T>(work: (operatorService: Connection['operatorService']) => Promise<T>): Promise<T> {
    running = await startEmbeddedTemporal({ dataDir, log: () => undefined });
    const connection = await Connection.connect({ address: running.address });
    try {
      return await work(connection.operatorService);
    } finally {
      await connection.close();
      await running.stop();
    }
  }

  it('knows every search attribute of chats, also on the data of a version that had fewer', async () => {
    const names = searchAttributeKeys.map(({ name }) => name);
    const known = async (operatorService: Connection['operatorService']) =>
      Object.entries((await operatorService.listSearchAttributes({ namespace })).customAttributes);
    const fresh = await withServer(async (operatorService) => {
      const attributes = await known(operatorService);
      await operatorService.removeSearchAttributes({ namespace, searchAttributes: ['ParleyNumber', 'ParleyChat'] });
      return attributes;
    });
    expect(fresh.map(([name]) => name)).toEqual(expect.arrayContaining(names));
    const later = await withServer(known);
    expect(new Map(later)).toEqual(new Map(fresh));
  });
});
