import { LinkifyIt } from 'linkify-it';

/**
 * Under which a name without `https://` or `www.` is taken for an address. Not all there are: after a forgotten space many a country's
 * is the next sentence's first word (`see.It`), or the ending of a file (`readme.md`).
 */
const topDomains = 'biz com dev edu gov info io net org by de eu fr kz ru su tv ua uk рф бел укр'.split(' ');

const finder = new LinkifyIt({ fuzzyLink: true, tlds: topDomains, maxLength: 2_000 })
  .add('ftp:', null)
  .add('//', null)
  .add('www.', {
    validate(text, at, { re }) {
      const rest = re.get_relative_proto_validator();
      rest.lastIndex = at;
      return rest.exec(text)?.[0].length ?? 0;
    },
  });

/** Signs that stand beside an address and that the library takes for a part of it, or for a reason why it is none. */
const beside = new RegExp(
  [
    // Marks that turn the direction and cannot be seen, emoji, the quotes of code: no address has them.
    /[`|\p{Cf}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]|\ufe0f/u,
    // In languages that write without spaces a letter may stand right before it; before a mail address, a quote.
    /[^\p{ASCII}\p{P}\p{Z}](?=https?:\/\/|www\.)/u,
    /[^\p{ASCII}](?=[\w.+-]{1,64}@)/u,
    // "mail:vera@mail.example", "url=https://…"
    /(?<=(?:^|\s)(?!mailto)\p{L}[\p{L}-]{0,20}):(?=[\w.+-]{1,64}@)/u,
    /(?<=(?:^|\s)[\w-]{1,30})=(?=https?:\/\/)/u,
    // Bold, italic and struck out, as messengers write them.
    /[*_~]{1,3}(?=https?:\/\/|www\.)/u,
    // …and what ends a sentence that ends in the address.
    /[*_~:?!]{1,3}(?=[\s.,;)\]"'”»’]|$)/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'giu',
);

/** What parts addresses, as long as what it stands for: places in the text stay what they are. */
function separator(found) {
  return '<'.repeat(found.length);
}

function hrefOf({ schema, raw, url }) {
  if (schema === 'mailto:') return url;
  return safeHref(schema === 'http:' || schema === 'https:' ? url : `https://${raw}`);
}

export function linkPieces(text) {
  const pieces = [];
  let end = 0;
  for (const match of finder.match(text.replace(beside, separator)) ?? []) {
    const { index, lastIndex } = match;
    const href = hrefOf(match);
    if (href === null) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), href: null });
    pieces.push({ text: text.slice(index, lastIndex), href });
    end = lastIndex;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
}

export function safeHref(address) {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).href;
}
