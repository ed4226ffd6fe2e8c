import type { Brand } from '../shared/brand.ts';
import type { UserId } from '../shared/ids.ts';

/** An email address in the one normal form that is stored and compared. */
export type EmailAddress = Brand<string, 'EmailAddress'>;

const longest = 254;
const local = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * Parses an address (RFC 5321 Mailbox, without quoted strings and address literals): lower case, the domain in its
 * ASCII form (IDNA). Anything invisible, quoted or ambiguous is refused, so that no two spellings are one person.
 */
export const parseEmailAddress = (raw: string): EmailAddress | undefined => {
  const at = raw.lastIndexOf('@');
  const name = raw.slice(0, at).toLowerCase();
  if (at < 1 || name.length > 64 || !isAscii(raw.slice(0, at)) || !local.test(name)) return undefined;
  const domain = asciiDomain(raw.slice(at + 1));
  if (domain === undefined) return undefined;
  const address = `${name}@${domain}`;
  return address.length <= longest ? (address as EmailAddress) : undefined;
};

/** The address of a service account: nobody's, and where no mail can go (RFC 2606). */
export const serviceAddress = (id: UserId): EmailAddress => `${id}@service.invalid` as EmailAddress;

const isAscii = (text: string): boolean => /^[\x21-\x7e]*$/.test(text);

const asciiDomain = (raw: string): string | undefined => {
  if (raw === '' || /[\s/?#@:[\]\\%\p{Cc}\p{Cf}\p{DI}]/u.test(raw)) return undefined;
  const url = URL.parse(`http://${raw}/`);
  const host = url?.hostname;
  if (host === undefined || /^[0-9.]+$/.test(host)) return undefined;
  const labels = host.split('.');
  return labels.length >= 2 && labels.every((part) => label.test(part)) ? host : undefined;
};
