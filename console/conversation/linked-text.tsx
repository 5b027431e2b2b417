import { linkPieces } from '../../pages/links';

/** What a person wrote, in its own direction, with links that open elsewhere and know nothing of this page. */
export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {linkPieces(text).map(({ text: piece, href }, index) =>
        href === null ? (
          piece
        ) : (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer">
            {piece}
          </a>
        ),
      )}
    </>
  );
}
