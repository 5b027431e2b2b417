import { sayProblem } from '../app/say-problem';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { CloseIcon } from '../ui/icons';
import { fileSize } from '../words/time';
import { mostFiles, type Unfit as UnfitFile } from './answer-limits';
import styles from './composer.module.css';
import type { Composer } from './composer-store';
import type { TrayFile } from './file-tray';
import { focusAnswer } from './focus-answer';
import { AgainIcon, FileIcon } from './icons';
import { conversationWords } from './words';

/** The files that go with the answer, each with how far it is uploaded. */
export function FileTray({ composer }: { composer: Composer }) {
  const words = conversationWords().composer;
  const files = composer.files.value;
  if (files.length === 0) return null;
  return (
    <>
      <ul class={styles.tray} aria-label={words.files}>
        {files.map((file) => (
          <TrayItem key={file.key} file={file} composer={composer} />
        ))}
      </ul>
      {composer.isApart.value && <p class={styles.apart}>{words.apart}</p>}
    </>
  );
}

function TrayItem({ file, composer }: { file: TrayFile; composer: Composer }) {
  const words = conversationWords().composer;
  const { state, previewUrl, fileName, size, key } = file;
  const isFailed = state.kind === 'failed';
  return (
    <li class={classes(styles.trayItem, isFailed && styles.trayFailed)}>
      {previewUrl === null ? <FileIcon size={24} /> : <img class={styles.preview} src={previewUrl} alt="" />}
      <span class={styles.trayText}>
        <span class={styles.trayName} title={fileName}>
          {fileName}
        </span>
        {isFailed ? (
          <span role="alert">{sayProblem(state.error)}</span>
        ) : (
          <span class={styles.soft}>{fileSize(size)}</span>
        )}
        {state.kind === 'uploading' && (
          <progress class={styles.progress} max={1} value={state.part} aria-label={words.uploading(fileName)} />
        )}
      </span>
      {isFailed && (
        <IconButton
          label={words.fileAgain(fileName)}
          onClick={() => {
            composer.addAgain(key);
            focusAnswer();
          }}
        >
          <AgainIcon size={16} />
        </IconButton>
      )}
      <IconButton
        label={words.removeFile(fileName)}
        onClick={() => {
          composer.removeFile(key);
          focusAnswer();
        }}
      >
        <CloseIcon size={16} />
      </IconButton>
    </li>
  );
}

/** Why files that were chosen are not among them. */
export function Unfit({ composer }: { composer: Composer }) {
  return (
    <div role="alert" class={styles.unfit}>
      {composer.unfit.value.map((one, index) => (
        <p key={index}>{whyOf(one)}</p>
      ))}
    </div>
  );
}

function whyOf(unfit: UnfitFile): string {
  const words = conversationWords().composer;
  switch (unfit.kind) {
    case 'too_many':
      return words.tooMany(mostFiles);
    case 'empty':
      return words.emptyFile(unfit.fileName);
    case 'too_big':
      return words.tooBig(unfit.fileName, fileSize(unfit.mostBytes));
    case 'refused':
      return words.refusedFile(unfit.fileName, unfit.reason);
    default:
      return unfit satisfies never;
  }
}
