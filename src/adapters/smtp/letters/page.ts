/** One thing in a letter. Text and HTML are made of the same ones, so that neither says more than the other. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** What matters less: conditions, and what to do when the letter is a mistake. */
  | { readonly kind: 'small-print'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'token'; readonly token: string }
  /** What a person wrote, word for word. */
  | { readonly kind: 'words'; readonly text: string; readonly internal: boolean };

/** A letter, laid out. */
export type Page = {
  readonly subject: string;
  readonly heading: string;
  /** Who is written to, as far as they can be called something. */
  readonly greeting: string;
  readonly blocks: readonly Block[];
  /** Who writes, and why. */
  readonly footer: string;
};

/** What every letter of an installation shares. */
export type Letterhead = {
  /** What the senders call themselves. */
  readonly sender: string;
  /** Where the page is that takes tokens: the product's own, or Hexdesk's address. */
  readonly appUrl: string;
};
