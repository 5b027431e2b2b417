/** Something that whoever started the demo has to know or to do, in words for him. */
export class CannotPlay extends Error {
  override readonly name = 'CannotPlay';
}
