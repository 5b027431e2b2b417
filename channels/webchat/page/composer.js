import { inParts, mostParts } from '../../../pages/long-text.js';
import { addressOf, forgetFile, keepFile, keptFile } from './files.js';
import { say, setup } from './setup.js';
import { drawing, humanSize, isPicture, make, said } from './view.js';

const form = document.getElementById('composer');
const textField = document.getElementById('text');
const sendButton = document.getElementById('send');
const chooser = document.getElementById('chooser');
const chips = document.getElementById('chips');
const complaint = document.getElementById('complaint');
const lengthNote = document.getElementById('length');
const dropZone = document.getElementById('drop-zone');

/** As `crypto.randomUUID`, which browsers hide from pages without https. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Where the visitor writes, and gathers files. What stands in it is kept until it is handed on: as several messages, where it is longer than one.
 * `whyNot`: a sentence, as long as something stands in the way of writing.
 */
export function openComposer({ keep, whyNot, onWritten, onTyping }) {
  let files = keep.draftFiles();
  /** How many more there are as soon as their contents are kept. */
  let coming = 0;

  function fit() {
    textField.style.height = 'auto';
    textField.style.height = `${textField.scrollHeight + 2}px`;
    sendButton.disabled = textField.value.trim() === '' && files.length === 0;
    const count = inParts(textField.value, setup.maxTextLength).length;
    const sentence = count > 1 ? say('asSeveral', { count, limit: setup.maxTextLength }) : '';
    if (lengthNote.textContent !== sentence) lengthNote.textContent = sentence;
  }

  function complain(sentences) {
    complaint.textContent = sentences.join(' ');
    complaint.hidden = sentences.length === 0;
  }

  function chip(file) {
    const { key, fileName, mediaType, size } = file;
    const element = make('li', 'chip');
    const address = addressOf(key);
    if (isPicture(mediaType) && address) {
      const image = make('img');
      image.src = address;
      image.alt = '';
      element.append(image);
    } else {
      element.append(drawing('document'));
    }
    const about = make('span', 'document-about');
    about.append(said('span', 'document-name', fileName), make('span', 'document-size', humanSize(size)));
    const remove = make('button', 'chip-remove');
    remove.type = 'button';
    remove.setAttribute('aria-label', say('removeFile', { name: fileName }));
    remove.append(drawing('cross'));
    remove.addEventListener('click', () => {
      setFiles(files.filter((other) => other !== file));
      void forgetFile(key);
      textField.focus();
    });
    element.append(about, remove);
    return element;
  }

  function setFiles(changed) {
    files = changed;
    keep.setDraftFiles(files);
    chips.replaceChildren(...files.map(chip));
    chips.hidden = files.length === 0;
    fit();
  }

  async function add(chosen) {
    const complaints = [];
    const limit = setup.maxFileBytes / 1_048_576;
    const fitting = chosen.filter(({ name, size }) => {
      if (size > setup.maxFileBytes) complaints.push(say('fileTooLarge', { name, limit }));
      if (size === 0) complaints.push(say('fileEmpty', { name }));
      return size > 0 && size <= setup.maxFileBytes;
    });
    const room = setup.maxFiles - files.length - coming;
    if (fitting.length > room) complaints.push(say('tooManyFiles', { limit: setup.maxFiles }));
    complain(complaints);
    const added = fitting.slice(0, room).map((content) => {
      const { name: fileName, type: mediaType, size } = content;
      return { content, file: { key: newId(), fileName, mediaType, size } };
    });
    coming += added.length;
    // First where they are kept, then that they are part of the draft: what is listed can be found after a reload.
    await Promise.all(added.map(({ content, file }) => keepFile(file.key, content)));
    coming -= added.length;
    setFiles([...files, ...added.map(({ file }) => file)]);
    textField.focus();
  }

  /** Of a draft that was kept over a reload; a file whose content is lost is no part of it any more. */
  async function findContents(kept) {
    const isLost = await Promise.all(kept.map(async ({ key }) => (await keptFile(key)) === null));
    const lost = new Set(kept.filter((_, index) => isLost[index]));
    if (kept.length > 0) setFiles(files.filter((file) => !lost.has(file)));
  }

  function submit() {
    const parts = inParts(textField.value, setup.maxTextLength);
    if (parts.length === 0 && files.length === 0) return;
    const isTooMuch = parts.length > mostParts;
    const reason = isTooMuch ? say('tooLong', { count: parts.length, limit: mostParts }) : whyNot();
    if (reason !== null) {
      complain([reason]);
      return;
    }
    const writtenAt = new Date().toISOString();
    const texts = parts.length === 0 ? [''] : parts;
    // Files go with the last of them.
    onWritten(
      texts.map((text, index) => ({
        messageId: newId(),
        text,
        files: index === texts.length - 1 ? files : [],
        writtenAt,
      })),
    );
    textField.value = '';
    keep.setDraft('');
    complain([]);
    setFiles([]);
    textField.focus();
  }

  textField.addEventListener('input', () => {
    keep.setDraft(textField.value);
    fit();
    if (textField.value !== '') onTyping();
  });
  textField.addEventListener('keydown', (event) => {
    const isPhone = matchMedia('(pointer: coarse)').matches;
    if (event.key !== 'Enter' || event.shiftKey || isPhone) return;
    event.preventDefault();
    submit();
  });
  textField.addEventListener('paste', (event) => {
    const { files: pictures, types } = event.clipboardData;
    const pasted = [...pictures];
    // Documents and tables are copied with a picture of them: their text is meant.
    if (pasted.length === 0 || ['text/plain', 'text/html'].every((type) => types.includes(type))) return;
    event.preventDefault();
    void add(pasted);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  document.getElementById('attach').addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    const chosen = [...chooser.files];
    chooser.value = '';
    void add(chosen);
  });

  const bringsFiles = (event) => event.dataTransfer?.types.includes('Files');
  const showDropZone = (isShown) => {
    dropZone.hidden = !isShown;
  };
  addEventListener('dragover', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    showDropZone(true);
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) showDropZone(false);
  });
  addEventListener('drop', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    showDropZone(false);
    void add([...event.dataTransfer.files]);
  });

  textField.value = keep.draft();
  setFiles(files);
  void findContents(files);

  return { focus: () => textField.focus() };
}
