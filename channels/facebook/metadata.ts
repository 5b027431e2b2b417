/** Goes with every message of ours and comes back in its echo: so it is known before Facebook has answered the call. */
const prefix = 'parley:';

export function metadataOf(messageId: string): string {
  return prefix + messageId;
}

/** Our id of a message, or null when the metadata is none of Parley's. */
export function messageIdIn(metadata: string | undefined): string | null {
  if (!metadata?.startsWith(prefix)) return null;
  return metadata.slice(prefix.length) || null;
}
