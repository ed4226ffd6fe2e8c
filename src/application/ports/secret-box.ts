/** Seals texts that are kept and must be read again, so that a stolen database gives nothing away. */
export interface SecretBox {
  /** Seals a text for one purpose; sealing it twice gives two different seals. */
  seal(text: string, purpose: string): string;
  /** The text that was sealed for this purpose. @throws {SealBroken} for anything else. */
  open(sealed: string, purpose: string): string;
}

/** What should be opened was altered, belongs elsewhere, or was sealed under another secret key. */
export class SealBroken extends Error {
  readonly code = 'seal-broken';
}
