/** A name and an address, as in From. */
export type Mailbox = { readonly name: string; readonly address: string };

const named = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^"<>,;:@]*?))\s*<([^<>\s,;:"]+@[^<>\s,;:@"]+)>\s*$/;
const bare = /^\s*([^<>\s,;:"]+@[^<>\s,;:@"]+)\s*$/;

/** Reads one mailbox: `Name <address>`, `"Name" <address>` or an address alone. */
export const parseMailbox = (raw: string): Mailbox | undefined => {
  if (/\p{Cc}/u.test(raw)) return undefined;
  const full = named.exec(raw);
  if (full !== null) {
    const [, quoted, plain, address] = full;
    return { name: (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '').trim(), address: address ?? '' };
  }
  const [, address] = bare.exec(raw) ?? [];
  return address === undefined ? undefined : { name: '', address };
};

/** What senders call themselves: the name in From, or else its address. */
export const senderName = ({ name, address }: Mailbox): string => (name === '' ? address : name);

/**
 * The host in the Message-IDs of an installation: the sender's own domain, as mail filters like it, or else where
 * Hexdesk is reached.
 */
export const mailHost = (from: Mailbox, publicUrl: string): string => {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase();
  return domain === 'localhost' ? new URL(publicUrl).hostname : domain;
};
