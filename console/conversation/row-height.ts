import { isPicture } from './pictures';
import type { Row } from './timeline';

const linePx = 21;
const charactersPerLine = 70;
const picturePx = 196;

/** About how high a row is before it is measured. */
export function estimatedPx(row: Row): number {
  switch (row.kind) {
    case 'day':
      return 46;
    case 'new':
    case 'routing':
    case 'process':
      return 28;
    case 'outgoing':
      return textPx(row.answer.text) + row.answer.files.length * picturePx;
    case 'message': {
      const { text, deliveryStatus } = row.message;
      const attachments = [row.message, ...row.album].flatMap((message) => message.attachments);
      const pictures = attachments.filter((one) => isPicture(one) || one.mediaType.startsWith('video/')).length;
      const others = attachments.length - pictures;
      const above = (row.isFirst ? 11 : 0) + (row.quoted === null ? 0 : 48);
      return (
        textPx(text) +
        above +
        Math.ceil(pictures / (row.album.length > 0 ? 2 : 1)) * picturePx +
        others * 60 +
        (deliveryStatus === 'failed' ? 30 : 0)
      );
    }
  }
}

function textPx(text: string): number {
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / charactersPerLine)), 0);
  return 34 + lines * linePx;
}
